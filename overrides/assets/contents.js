/* Contents: open where there is room beside the text, before they are painted. */
((contents) => {
  const wide = matchMedia("(min-width: 64em)");
  const fit = () => {
    for (const list of contents) list.open = wide.matches;
  };
  fit();
  wide.addEventListener("change", fit);
})(document.querySelectorAll(".guide-contents details"));
