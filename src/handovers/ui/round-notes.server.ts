import { data, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { townOf } from '../../kit/web/context.ts';
import { roundNotes } from '../index.ts';
import { RoundNoteView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const notes = valueOf(await roundNotes(db, actor), { request, slug: municipality.slug });
  return data({ notes: z.array(RoundNoteView).parse(notes) });
}
