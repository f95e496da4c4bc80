import { formatDate, formatTimeLeft } from '../../kit/time-text.ts';
import {
  Badge,
  Button,
  Card,
  Details,
  EmptyState,
  Form,
  HiddenInput,
  Paragraph,
  Small,
  TextInput,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import type { BlockView } from '../wire.ts';

interface BlocksProps {
  readonly blocks: readonly BlockView[];
  readonly now: Date;
  readonly mayAct: boolean;
  /** What the date of the next review is at first. */
  readonly review: string;
}

/** Reports of which nothing is destroyed now: why, who looks again, and when. */
export function Blocks({ blocks, now, mayAct, review }: BlocksProps) {
  const t = useT();
  if (blocks.length === 0) return <EmptyState title={t('rights.blocks-empty')} />;
  return (
    <ul className="wijk-plain-list wijk-blocks">
      {blocks.map((each) => (
        <li key={each.id}>
          <BlockCard block={each} now={now}>
            {mayAct ? <BlockForms block={each} review={review} /> : null}
          </BlockCard>
        </li>
      ))}
    </ul>
  );
}

interface BlockCardProps {
  readonly block: BlockView;
  readonly now: Date;
  readonly children?: React.ReactNode;
}

function BlockCard({ block, now, children }: BlockCardProps) {
  const t = useT();
  const { reportNumber, reason, ownerName, blockedAt, reviewAt, isLate } = block;
  return (
    <Card
      level={3}
      title={t('rights.block-name', {
        number: String(reportNumber),
        reason: t(`rights.block-reason.${reason}`),
      })}
      tone={isLate ? 'late' : 'plain'}
      aside={isLate ? <Badge tone="late">{formatTimeLeft(t, reviewAt, now)}</Badge> : undefined}
    >
      <Paragraph>{t('rights.block-review', { date: formatDate(t, reviewAt), owner: ownerName })}</Paragraph>
      <Small>{t('rights.blocked-on', { date: formatDate(t, blockedAt) })}</Small>
      {children}
    </Card>
  );
}

/** Several blocks have the same forms; the intent and the block tell which one was refused. */
function BlockForms({ block: { id }, review }: { readonly block: BlockView; readonly review: string }) {
  const t = useT();
  const answer = useFormState()?.values;
  const refused = answer?.['intent'] === 'review' && answer['block'] === id;
  return (
    <div className="wijk-row">
      <Details summary={t('rights.review')} open={refused}>
        <Form intent="review" values={{ reviewAt: review }} labels={{ reviewAt: t('rights.review-on') }}>
          <HiddenInput name="block" value={id} />
          <TextInput name="reviewAt" type="date" width="short" label={t('rights.review-on')} />
          <Button>{t('rights.review-submit')}</Button>
        </Form>
      </Details>
      <Details summary={t('rights.lift')}>
        <Form intent="lift">
          <HiddenInput name="block" value={id} />
          <Paragraph>{t('rights.lift-text')}</Paragraph>
          <Button>{t('rights.lift-submit')}</Button>
        </Form>
      </Details>
    </div>
  );
}
