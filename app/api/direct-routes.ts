/**
 * The routes of the REST API and the storefront, found without Remix: it compiles and ranks every route of the app anew for each request, a quarter
 * of what a read cost (decision 0020). They are the same modules of the same build, and what does not fit exactly is left to Remix.
 */
import type { ActionFunctionArgs, LoaderFunctionArgs, ServerBuild } from '@remix-run/node';

export type Answer = (request: Request) => Promise<Response>;
type Params = Record<string, string>;
type Route = ServerBuild['routes'][string];

const DOORS = /^\/(api|proxy)\//;
/** Of a path that means what it says: no escapes, no empty segments, no dots. */
const SEGMENTS = /^(\/[\w~-]+)+$/;

/** Finds what answers a method at a path; null where Remix has to. */
export function directRoutes(build: ServerBuild): (method: string, path: string) => Answer | null {
  const routes = Object.values(build.routes).map((route) => candidate(build, route));
  const named = routes.filter(({ path }) => /[:*?]/.test(path) || DOORS.test(`${path}/`));
  const fixed = Map.groupBy(routes, ({ path }) => path);
  return (method, path) => {
    if (!DOORS.test(path) || !SEGMENTS.test(path)) return null;
    const found = onlyOne(fixed.get(path) ?? fitting(named, path));
    if (!found?.isDoor) return null;
    const { loader, action } = found.route.module;
    const handler = method === 'GET' ? loader : method === 'POST' || method === 'PUT' ? action : undefined;
    return handler ? (request) => call(handler, request, paramsOf(found, path)) : null;
  };
}

type Candidate = {
  route: Route;
  path: string;
  /** As Remix does, whatever the case of the letters. */
  fits: RegExp;
  isDoor: boolean;
};

/** No doors are pages, what takes any path, and what has an index of its own: where one of them fits, Remix answers. */
function candidate(build: ServerBuild, route: Route): Candidate {
  const path = pathOf(build, route);
  const hasIndex = Object.values(build.routes).some((one) => one.index === true && one.parentId === route.id);
  const isDoor = route.path !== undefined && !route.module.default && DOORS.test(path) && !/[*?]/.test(path);
  const pattern = path.split('/').slice(1).map(segmentPattern).join('');
  return { route, path, fits: new RegExp(`^${pattern}$`, 'i'), isDoor: isDoor && !hasIndex };
}

function segmentPattern(segment: string): string {
  if (segment === '*') return '(?:/.*)?';
  const name = segment.replace('?', '');
  const one = `/${name.startsWith(':') ? '([^/]+)' : name.replaceAll('.', '\\.')}`;
  return segment.endsWith('?') ? `(?:${one})?` : one;
}

function pathOf(build: ServerBuild, { parentId, path }: Route): string {
  const parent = parentId === undefined ? undefined : build.routes[parentId];
  const before = parent ? pathOf(build, parent) : '';
  return path === undefined || path === '' ? before : `${before}/${path}`;
}

/** Of several that fit, which one is meant is Remix's to say; but what takes any path comes after what names as much of it. */
function fitting(routes: readonly Candidate[], path: string): Candidate[] {
  const fit = routes.filter((one) => one.fits.test(path));
  const most = Math.max(0, ...fit.filter(({ isDoor }) => isDoor).map(namedSegments));
  return fit.filter((one) => !one.path.endsWith('/*') || namedSegments(one) > most);
}

const namedSegments = ({ path }: Candidate) => path.split('/').filter((one) => /^[^:*]/.test(one)).length;

const onlyOne = <T>([first, second]: readonly T[]): T | null => (first && !second ? first : null);

function paramsOf({ path, fits }: Candidate, asked: string): Params {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  const values = fits.exec(asked)?.slice(1) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
}

async function call(
  handler: NonNullable<Route['module']['loader'] | Route['module']['action']>,
  request: Request,
  params: Params,
): Promise<Response> {
  const args: LoaderFunctionArgs & ActionFunctionArgs = { request, params, context: {} };
  const answer = await handler(args);
  if (!(answer instanceof Response)) throw new Error('a door answers with a Response');
  return answer;
}
