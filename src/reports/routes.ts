import type { Api } from '../kit/api/operation.ts';
import { ok, refuseAll } from '../kit/outcome.ts';
import type { Actor } from '../people/model.ts';
import { NO_STORY } from './model.ts';
import { NOTHING_FURTHER, submitByClient, type FurtherQuestions, type IntakeSubscriber } from './index.ts';
import { MeldingMessage, OnceHeader, Receipt, submissionOf } from './wire.ts';

/** Making a report: weighed and offered as every other, by who follows on it in the same transaction. */
export function reportsRoutes(
  api: Api<Actor>,
  { onReceived, furtherQuestions }: { onReceived: IntakeSubscriber; furtherQuestions: FurtherQuestions },
): void {
  api.serve(
    {
      method: 'post',
      path: '/gemeenten/{gemeente}/meldingen',
      id: 'postMelding',
      tag: 'Meldingen',
      summary: 'Een melding maken',
      description:
        'Zoals het formulier voor bewoners: zonder categorie, in antwoorden en eigen woorden. De melding heeft meteen een eigenaar en een termijn. Laat iemand die gevaar ziet 112 bellen; dit programma belt niet.',
      access: 'client',
      scope: 'meldingen:maken',
      input: { header: OnceHeader, body: MeldingMessage },
      answer: { status: 201, description: 'Ontvangen.', media: { 'application/json': Receipt } },
      refusals: { 'not-allowed': 403 },
      fields: [
        ['address', 'adresId'],
        ['spot', 'punt'],
        ['complex', 'complexId'],
      ],
    },
    async ({ header, body }, { db, caller, municipality, link }) => {
      const plain = submissionOf(body, { noStory: NO_STORY });
      const { language, observations } = plain;
      const given = new Map(body.antwoorden.map(({ vraag, antwoord }) => [vraag, antwoord]));
      const asked = { municipality, language, observations, given };
      const further = given.size > 0 ? await furtherQuestions(db, asked) : NOTHING_FURTHER;
      if (further.refusals.length > 0)
        return refuseAll(further.refusals.map((refusal) => ({ ...refusal, pointer: 'antwoorden' })));
      const received = await submitByClient(
        db,
        caller,
        {
          scope: 'meldingen:maken',
          submission:
            given.size > 0
              ? { ...plain, observations: { ...observations, answers: [...further.answers] } }
              : plain,
          idempotencyKey: header['Idempotency-Key'].replaceAll('"', ''),
        },
        onReceived,
      );
      if (!received.ok) return received;
      const { number, code } = received.value;
      const href = link(`/gemeenten/${municipality.slug}/meldingen/${number}`);
      const receipt = { nummer: number, volgcode: code, _links: { melding: { href } } };
      return ok({ body: receipt, headers: { location: href } });
    },
  );
}
