import { ProviderProblem } from './provider-problem.tsx';

export { startLoader as loader } from './provider.server.ts';

/** Seen only when the provider cannot be reached; else the browser is there already. */
export default ProviderProblem;
