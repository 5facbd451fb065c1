/** 200 when the process serves. */
export const loader = () => new Response('ok');
