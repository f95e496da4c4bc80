import { ProviderProblem } from './provider-problem.tsx';

export { backLoader as loader } from './provider.server.ts';

/** Seen only when the log-in did not succeed. */
export default ProviderProblem;
