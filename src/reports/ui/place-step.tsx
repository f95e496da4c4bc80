import {
  Alert,
  Button,
  Carried,
  EmergencyBanner,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { hasSign } from './danger-seen.ts';
import { MAP_SIZES, type MapSize, type MapStep } from './form-state.ts';

const MOVES = ['left', 'right', 'up', 'down', 'in', 'out'] as const;
const OWN = new Set(['go', 'look', 'gps', 'narrow.x', 'narrow.y', 'wide.x', 'wide.y']);

/** Tap where it is; the map comes nearer. The buttons do the same for who does not tap. */
export function PlaceStep({ map }: { readonly map: MapStep }) {
  const t = useT();
  const values = useFormState()?.values ?? {};
  return (
    <Page title={t('place.title')} lead={t('place.lead')}>
      {hasSign(values.dangers) ? <EmergencyBanner /> : null}
      {map.isOutside ? (
        <Alert kind="error" role="alert">
          <Paragraph>{t('refusal.place-outside')}</Paragraph>
        </Alert>
      ) : null}
      <Form values={values}>
        <Carried except={(name) => OWN.has(name)} />
        <HiddenInput name="look" value={map.look} />
        <HiddenInput name="gps" value={map.gps} />
        <div className="wijk-question wijk-place">
          <MapButton map={map} size="narrow" />
          <MapButton map={map} size="wide" />
          <p className="wijk-place__now" role="status">
            {map.name === undefined ? t('place.nowhere') : t('place.now', { place: map.name })}
            {map.accuracyM === undefined ? null : ` ${t('place.accuracy', { metres: map.accuracyM })}`}
          </p>
          <div className="wijk-place__moves" role="group" aria-label={t('place.moves')}>
            {MOVES.map((move) => (
              <Button key={move} name="go" value={`map-${move}`}>
                {t(`place.move.${move}`)}
              </Button>
            ))}
          </div>
        </div>
        <div className="wijk-place__end">
          <SubmitButton name="go" value="place-here">
            {t('place.here')}
          </SubmitButton>
          <Button look="subtle" name="go" value="back">
            {t('place.back')}
          </Button>
        </div>
      </Form>
    </Page>
  );
}

function MapButton({ map, size }: { readonly map: MapStep; readonly size: MapSize }) {
  const t = useT();
  const href = useTownHref();
  const { widthPx, heightPx } = MAP_SIZES[size];
  const accuracy = map.accuracyM === undefined ? '' : `,${map.accuracyM}`;
  return (
    <input
      type="image"
      className={`wijk-place__map wijk-place__map--${size}`}
      name={size}
      src={href(`/melden/kaart/${size}/${map.look}${accuracy}`)}
      alt={t('place.map')}
      width={widthPx}
      height={heightPx}
    />
  );
}
