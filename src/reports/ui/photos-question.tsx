import { HiddenInput, ImageInput, useField, useT } from '../../kit/web/index.tsx';
import { PHOTOS_MAX } from '../model.ts';

/** Photos, from camera or library. Those that came in with a form that was refused are here still, to be sent along or not. */
export function PhotosQuestion() {
  const t = useT();
  const waiting = useField('photos').values;
  return (
    <div className="wijk-question">
      {waiting.length > 0 ? <Waiting photoIds={waiting} /> : null}
      {waiting.length < PHOTOS_MAX ? (
        <ImageInput
          optional
          name="photo"
          label={t(waiting.length > 0 ? 'photos.question-more' : 'photos.question')}
          hint={t('photos.hint', { maximum: PHOTOS_MAX - waiting.length })}
        />
      ) : null}
    </div>
  );
}

function Waiting({ photoIds }: { readonly photoIds: readonly string[] }) {
  const t = useT();
  return (
    <fieldset className="wijk-fieldset utrecht-form-field wijk-waiting-photos">
      <legend className="utrecht-form-label wijk-fieldset__question">
        {t('photos.waiting', { count: photoIds.length })}
      </legend>
      <div className="utrecht-form-field-description">{t('photos.waiting-hint')}</div>
      <div className="wijk-choices">
        {photoIds.map((photoId, index) => (
          <div key={photoId} className="wijk-choice">
            <HiddenInput name="photos" value={photoId} />
            <input
              className="utrecht-checkbox utrecht-checkbox--html-input wijk-checkbox"
              id={`remove-${photoId}`}
              type="checkbox"
              name="removePhoto"
              value={photoId}
            />
            <label className="wijk-choice__label" htmlFor={`remove-${photoId}`}>
              {t('photos.waiting-remove', { number: String(index + 1) })}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
