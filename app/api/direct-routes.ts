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
  const routes = Object.values(build.routes).flatMap((route) => doorsRoute(build, route));
  const fixed = new Map(routes.filter((one) => one.names.length === 0).map((one) => [one.path, one]));
  const named = routes.filter((one) => one.names.length > 0);
  return (method, path) => {
    if (!DOORS.test(path) || !SEGMENTS.test(path)) return null;
    const found = fixed.get(path) ?? onlyFit(named, path);
    if (!found) return null;
    const { loader, action } = found.route.module;
    const handler = method === 'GET' ? loader : method === 'POST' || method === 'PUT' ? action : undefined;
    return handler ? (request) => call(handler, request, found.params(path)) : null;
  };
}

type DoorsRoute = {
  route: Route;
  path: string;
  names: string[];
  fits: RegExp;
  params(path: string): Params;
};

/** None for pages, for what takes any path, and for what has an index of its own. */
function doorsRoute(build: ServerBuild, route: Route): DoorsRoute[] {
  const path = pathOf(build, route);
  const hasIndex = Object.values(build.routes).some((one) => one.index === true && one.parentId === route.id);
  const isDoor = route.path !== undefined && !route.module.default && DOORS.test(path) && !/[*?]/.test(path);
  if (!isDoor || hasIndex) return [];
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  const fits = new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '([^/]+)')}$`);
  const params = (asked: string): Params =>
    Object.fromEntries((fits.exec(asked)?.slice(1) ?? []).map((value, index) => [names[index]!, value]));
  return [{ route, path, names, fits, params }];
}

function pathOf(build: ServerBuild, { parentId, path }: Route): string {
  const parent = parentId === undefined ? undefined : build.routes[parentId];
  const before = parent ? pathOf(build, parent) : '';
  return path === undefined || path === '' ? before : `${before}/${path}`;
}

/** Of two that fit, which one is meant is Remix's to say. */
function onlyFit(named: readonly DoorsRoute[], path: string): DoorsRoute | null {
  const [first, second] = named.filter((one) => one.fits.test(path));
  return first && !second ? first : null;
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
