// The first file that runs: an old Node must be able to read it, so that it can say what is wrong.
var needed = [24, 11];
var found = process.versions.node.split('.').map(Number);
var isOld = found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1]);

if (isOld) {
  console.error(
    `村头 needs Node ${needed.join('.')} or newer; this is ${process.versions.node}. Start it with npm start after npm ci.`,
  );
  process.exit(1);
}

import('./launch.ts').then(
  (launch) => launch.launch(process.argv.slice(2)),
  (error) => {
    var isUninstalled = error.code === 'ERR_MODULE_NOT_FOUND';
    console.error(
      isUninstalled ? 'Something is not installed yet. Run npm ci, then start again.' : error,
    );
    process.exit(1);
  },
);
