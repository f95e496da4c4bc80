import { EXAMPLES, type Example, type Examples, type Say } from '../../kit/web/examples/index.tsx';
import type { PageHandle } from '../../kit/web/context.ts';
import { Heading, Link, Page, Paragraph, usePage, useT } from '../../kit/web/index.tsx';
import './gallery.css';

export { loader } from './gallery.server.ts';

export const handle: PageHandle = { wide: true };

/** Every component of the kit, in use, in the style of the municipality. */
export default function Gallery() {
  const t = useT();
  const { language } = usePage();
  const say: Say = (nl, en) => (language === 'nl' ? nl : en);
  return (
    <Page title={t('web.gallery.title')} lead={t('web.gallery.lead')}>
      <nav aria-label={t('web.gallery.parts')}>
        <ul className="wijk-gallery__parts">
          {EXAMPLES.map(({ id, title }) => (
            <li key={id}>
              <Link href={`#${id}`}>{title(say)}</Link>
            </li>
          ))}
        </ul>
      </nav>
      {EXAMPLES.map((part) => (
        <Part key={part.id} part={part} say={say} />
      ))}
    </Page>
  );
}

function Part({ part: { id, title, use, examples }, say }: { readonly part: Examples; readonly say: Say }) {
  return (
    <section className="wijk-gallery" aria-labelledby={id}>
      <Heading level={2} id={id}>
        {title(say)}
      </Heading>
      <Paragraph>{use(say)}</Paragraph>
      {examples.map((example) => (
        <Shown key={example.name(say)} example={example} say={say} />
      ))}
    </section>
  );
}

function Shown({ example, say }: { readonly example: Example; readonly say: Say }) {
  return (
    <div className="wijk-gallery__example">
      <p className="nl-paragraph wijk-small">{example.name(say)}</p>
      <div className="wijk-gallery__stage">{example.show(say)}</div>
    </div>
  );
}
