// Runs before the first paint, so that a page whose theme was chosen does not flash in the other one.
(() => {
  const theme = localStorage.getItem("winnow.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
