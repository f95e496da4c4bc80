import { Small, Words } from '../../kit/web/index.tsx';
import { writtenIn } from '../wire.ts';

/** What the reporter wrote. Where that is nothing, `nothing` says so as ours: no words are put in anybody's mouth. */
export function StoryWords({ story, nothing }: { readonly story: string; readonly nothing: string }) {
  const { words, isSilent } = writtenIn(story);
  return (
    <>
      {isSilent ? <Small>{nothing}</Small> : null}
      {words === undefined ? null : <Words>{words}</Words>}
    </>
  );
}
