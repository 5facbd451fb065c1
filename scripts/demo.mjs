import { runPinned } from './bootstrap.mjs';

await runPinned('demo.ts');
