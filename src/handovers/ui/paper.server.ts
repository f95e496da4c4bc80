import type { LoaderFunctionArgs } from 'react-router';
import { writePaper, type PaperBlock } from '../../kit/paper.ts';
import { formatDateTime, formatShort } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { reportPaper } from '../index.ts';
import { PaperView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';
import { numberIn } from './number.server.ts';
import { storyOf, type StoryStep } from './story.ts';
import { summaryFacts, summaryHead, writings } from './summary-text.ts';
import { furtherInWords } from './summary.server.ts';

/** The report as a file of pages. Never kept by the browser's cache: who may see it can change. */
export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const { db, actor, municipality, language, t } = town;
  const number = numberIn(params['nummer']);
  const withWords = new URL(request.url).searchParams.get('met') === 'woorden';
  const found = await reportPaper(db, actor, { number, withWords, language });
  const view = PaperView.parse(valueOf(found, { request, slug: municipality.slug }));
  const { now } = view.summary;
  const pages = await writePaper({
    title: summaryHead(view.summary, { t, town: municipality.name }),
    language,
    madeAt: now,
    foot: t('references.paper.foot', { town: municipality.name, moment: formatDateTime(t, now) }),
    pageOf: t('references.paper.page', { page: '{page}', pages: '{pages}' }),
    blocks: blocksOf(view, town, await furtherInWords(view.summary, town)),
  });
  return new Response(new Uint8Array(pages), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${t('references.paper.file', { number: String(number) })}.pdf"`,
      'cache-control': 'private, no-store',
    },
  });
}

/** First what it is, then what was told, then what happened, then what it looks like. */
function blocksOf(
  { summary, history, pictures }: PaperView,
  town: TownContext,
  further: Awaited<ReturnType<typeof furtherInWords>>,
): PaperBlock[] {
  const { t } = town;
  const heading = (text: string): PaperBlock => ({ kind: 'heading', text });
  return [
    { kind: 'facts', facts: summaryFacts(summary, { t, further }) },
    ...writings(summary, t).flatMap(({ head, body }) => [
      heading(head),
      { kind: 'text' as const, text: body },
    ]),
    heading(t('handovers.history.title')),
    ...storyOf(history, t).map((step): PaperBlock => momentOf(step, t)),
    ...(pictures.length > 0 ? [heading(t('photos.title'))] : []),
    ...pictures.map(({ at, authorKind, jpeg }, index): PaperBlock => {
      const text = t('references.paper.picture', {
        number: String(index + 1),
        who: t(`photos.by.${authorKind}`),
        moment: formatShort(t, at),
      });
      return { kind: 'picture', jpeg, text };
    }),
  ];
}

function momentOf({ at, by, sentences, turn }: StoryStep, t: T): PaperBlock {
  const below = [formatShort(t, at), by, ...(turn ? turnOf(turn, t) : [])].filter(Boolean).join(' · ');
  return { kind: 'moment', text: sentences.join(' '), below };
}

function turnOf({ owner, from, step, deadline }: NonNullable<StoryStep['turn']>, t: T): string[] {
  const who =
    from === undefined
      ? t('handovers.history.owner', { owner })
      : t('handovers.history.owner-from', { from, owner });
  return [who, step, t('handovers.history.until', { time: formatShort(t, deadline) })];
}
