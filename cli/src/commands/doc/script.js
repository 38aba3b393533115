// Search and copy. Everything on the site is there without this script too.
(function () {
  "use strict";
  var most = 50;

  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function search() {
    var form = document.getElementById("search");
    if (!form || !window.etioIndex) { return; }
    var query = document.getElementById("query");
    var found = document.getElementById("found");
    var results = document.getElementById("results");
    var entries = window.etioIndex.map(function (entry) {
      return { entry: entry, title: fold(entry.title), text: fold(entry.title + " " + entry.text) };
    });

    function show() {
      var words = fold(query.value).split(/\s+/).filter(Boolean);
      results.textContent = "";
      found.textContent = "";
      if (!words.length) { return; }
      function inTitle(one) { return words.every(function (word) { return one.title.indexOf(word) >= 0; }); }
      var hits = entries.filter(function (one) {
        return words.every(function (word) { return one.text.indexOf(word) >= 0; });
      });
      hits = hits.filter(inTitle).concat(hits.filter(function (one) { return !inTitle(one); }));
      found.textContent = found.dataset.found + " " + hits.length;
      hits.slice(0, most).forEach(function (one) {
        var item = document.createElement("li");
        var link = document.createElement("a");
        link.href = one.entry.url;
        link.textContent = one.entry.title;
        item.appendChild(link);
        item.appendChild(document.createTextNode(" (" + one.entry.sort + ")"));
        results.appendChild(item);
      });
    }

    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); show(); });
    query.addEventListener("input", show);
  }

  function copy() {
    if (!navigator.clipboard) { return; }
    document.querySelectorAll("pre").forEach(function (block) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = document.body.dataset.copy;
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(block.querySelector("code").textContent).then(function () {
          button.textContent = document.body.dataset.copied;
        });
      });
      block.insertAdjacentElement("afterend", button);
    });
  }

  search();
  copy();
})();
