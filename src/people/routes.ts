import type { Api } from '../kit/api/operation.ts';
import { ok } from '../kit/outcome.ts';
import { servicesFor } from './index.ts';
import type { Actor } from './model.ts';
import { DienstList, presentServices } from './wire.ts';

export { SCOPE_TEXTS } from './wire.ts';

export function peopleRoutes(api: Api<Actor>): void {
  api.serve(
    {
      method: 'get',
      path: '/gemeenten/{gemeente}/diensten',
      id: 'getDiensten',
      tag: 'Diensten',
      summary: 'De diensten waaraan een melding kan worden doorgegeven',
      access: 'client',
      input: {},
      answer: { status: 200, description: 'Alle diensten.', media: { 'application/json': DienstList } },
    },
    async (_input, { db, caller }) => {
      const found = await servicesFor(db, caller);
      return found.ok ? ok({ body: presentServices(found.value.services, found.value.client) }) : found;
    },
  );
}
