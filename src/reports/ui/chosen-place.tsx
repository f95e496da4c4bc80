import { useT, useTownHref } from '../../kit/web/index.tsx';
import { MAP_SIZES } from './form-state.ts';

const AROUND_M = 400;
const { widthPx, heightPx } = MAP_SIZES.narrow;

/** The place that was chosen, on a map: who sees it lie wrong can choose again. `at` is `x,y`, whatever comes behind it. */
export function ChosenPlace({ at }: { readonly at: string }) {
  const t = useT();
  const href = useTownHref();
  const [x, y] = at.split(',');
  return (
    <img
      className="wijk-chosen-place"
      src={href(`/melden/kaart/narrow/${x},${y},${AROUND_M}`)}
      alt={t('place.chosen-map')}
      width={widthPx}
      height={heightPx}
    />
  );
}
