/* On this page: closed where the screen is narrow, before it is painted. */
((contents) => {
  const wide = matchMedia("(min-width: 64em)");
  const fit = () => (contents.open = wide.matches);
  fit();
  wide.addEventListener("change", fit);
})(document.querySelector(".guide-contents details"));
