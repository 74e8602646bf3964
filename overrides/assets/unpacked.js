/* Unpacked: only in the guide that is a folder. No browser starts a worker from a file,
   so the search worker is started from its text. `make offline` writes the text. */

(() => {
  const WORKER = null;
  if (location.protocol !== "file:") return;
  const Native = window.Worker;
  const type = "text/javascript";
  window.Worker = class extends Native {
    constructor() {
      super(URL.createObjectURL(new Blob([WORKER], { type })));
    }
  };
})();
