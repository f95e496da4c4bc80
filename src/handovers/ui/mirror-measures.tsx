import { formatDate } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import {
  Card,
  Details,
  Heading,
  Paragraph,
  Small,
  Stack,
  Table,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { MeasureView, MirrorBlockView, ShareView } from '../mirror-wire.ts';
import { QuarterForm } from './quarter-form.tsx';

interface ViewProps {
  readonly view: MirrorBlockView;
}

/** What the loop itself measures of this block: of what, in which quarter, and how sure. */
export function Measures({ view }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const { measures, period } = view;
  return (
    <Stack>
      <Heading level={2}>{t('mirror.measured')}</Heading>
      {measures.length === 0 ? (
        <Paragraph>{t('mirror.measures-nothing')}</Paragraph>
      ) : (
        <>
          <QuarterForm action={href(`/spiegel/${view.block.number}`)} period={period} />
          <Small>
            {t('mirror.period', {
              from: formatDate(t, period.from),
              until: formatDate(t, new Date(period.until.getTime() - 1)),
            })}{' '}
            {t(period.isRunning ? 'mirror.running' : 'mirror.complete')} {t('mirror.rule')}
          </Small>
          {measures.map((measure) => (
            <MeasureCard key={measure.measure} measure={measure} />
          ))}
        </>
      )}
    </Stack>
  );
}

function MeasureCard({ measure: { measure, all, areas } }: { readonly measure: MeasureView }) {
  const t = useT();
  return (
    <Card title={t(`mirror.measure.${measure}`)} level={3}>
      <Stack gap="small">
        <Paragraph>{all ? shareText(t, all) : t('figures.too-few')}</Paragraph>
        <Small>{t(`mirror.of-what.${measure}`)}</Small>
        {measure === 'contact' || areas.length === 0 ? null : (
          <Details summary={t('mirror.by-area')}>
            <Table
              caption={t('mirror.by-area')}
              captionHidden
              columns={[
                {
                  key: 'name',
                  header: t('mirror.area'),
                  primary: true,
                  cell: ({ name }) => name ?? t('mirror.area-unknown'),
                },
                {
                  key: 'share',
                  header: t('mirror.share'),
                  cell: ({ share }) => (share ? shareText(t, share) : t('figures.too-few')),
                },
              ]}
              rows={areas}
              rowKey={({ id }) => id}
              empty={null}
            />
          </Details>
        )}
      </Stack>
    </Card>
  );
}

function shareText(t: T, { part, whole, low, high }: ShareView): string {
  const percent = (share: number) => Math.round(share * 100);
  return t('mirror.share-text', {
    percent: percent(part / whole),
    part,
    whole,
    low: percent(low),
    high: percent(high),
  });
}
