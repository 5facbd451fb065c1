// Files of unit and contract tests share vitest's processes: starting one for each takes more than most files do. What modules keep must not go from
// file to file: each gets modules of ours anew, with what they remember (published versions, texts, the process's connections); libraries stay.
import { vi } from 'vitest';

vi.resetModules();
