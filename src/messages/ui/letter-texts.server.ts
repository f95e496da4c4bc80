import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { valueOrPage } from '../../kit/web/responses.ts';
import { letterTexts } from '../index.ts';
import { LetterTextsView } from '../wire.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, tIn } = townOf(context);
  const found = await letterTexts(db, actor, tIn);
  return LetterTextsView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
}
