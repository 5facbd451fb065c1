// Preloaded into the processes of a demo: when the process that started them dies without a word (SIGKILL), they end too.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone keeps nothing alive.
process.channel?.unref();
