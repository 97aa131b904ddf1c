// Every page works without this file.

// An upload shows how far it is. An answer that leads to another page is followed; one that refuses
// takes the place of this page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const bar = document.getElementById(form.dataset.progress || "");
  if (!bar) {
    return;
  }
  event.preventDefault();
  const fields = new FormData(form);
  if (event.submitter && event.submitter.name) {
    fields.append(event.submitter.name, event.submitter.value);
  }
  const request = new XMLHttpRequest();
  request.open("POST", form.getAttribute("action"));
  request.upload.onprogress = (progress) => {
    bar.hidden = false;
    bar.value = progress.lengthComputable ? (100 * progress.loaded) / progress.total : 0;
  };
  request.onload = () => {
    if (request.status < 400) {
      window.location.assign(request.responseURL);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    document.documentElement.replaceWith(answer.documentElement);
  };
  request.onerror = () => {
    bar.hidden = true;
    delete form.dataset.progress; // The next try goes without this script.
  };
  request.send(fields);
});
