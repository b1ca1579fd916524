// What this browser keeps of ours. A host has one storage for all its paths: where we lie below one, each of our names
// begins with it, so that no neighbour's is read, written or forgotten. Some browsers refuse to store anything.
const keptAs = document.body.dataset.keptAs ?? "";
const store = (() => {
  try {
    const all = window.localStorage;
    return {
      getItem: (name) => all.getItem(keptAs + name),
      setItem: (name, value) => all.setItem(keptAs + name, value),
      removeItem: (name) => all.removeItem(keptAs + name),
    };
  } catch {
    return null;
  }
})();
