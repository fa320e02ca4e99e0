// Makes pages nicer; every page works without it.

document.documentElement.classList.remove("no-script");

// What is wrong with a form is read first.
document.querySelector("[data-error-summary]")?.focus();

// Buttons that only a script can serve.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    const words = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const lines = [...source.querySelectorAll("code")].map((code) => code.textContent);
      await navigator.clipboard.writeText(lines.join("\n"));
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = words; }, 4000);
    });
  }
}

for (const button of document.querySelectorAll("[data-reveal]")) {
  const box = document.getElementById(button.dataset.reveal);
  const hidden = button.getAttribute("aria-label");
  button.hidden = false;
  button.addEventListener("click", () => {
    const shows = box.type === "password";
    box.type = shows ? "text" : "password";
    button.textContent = shows ? "Hide" : "Show";
    button.setAttribute("aria-label", shows ? hidden.replace("Show", "Hide") : hidden);
  });
  // A shown password is not kept by the browser as ordinary text.
  box.form?.addEventListener("submit", () => { box.type = "password"; });
}

// Characters left. Seen at once, said after a pause in typing.
for (const box of document.querySelectorAll("textarea[data-limit]")) {
  const limit = Number(box.dataset.limit);
  const seen = document.getElementById(`${box.id}-limit`);
  const said = document.createElement("p");
  said.className = "heard";
  said.setAttribute("aria-live", "polite");
  seen.after(said);
  let pause;
  const count = () => {
    const left = limit - [...box.value.replaceAll("\r\n", "\n")].length;
    const many = Math.abs(left) === 1 ? "character" : "characters";
    const words = left < 0
      ? `You have ${-left} ${many} too many`
      : `You have ${left} ${many} left`;
    seen.textContent = words;
    seen.classList.toggle("count-over", left < 0);
    return words;
  };
  count();
  box.addEventListener("input", () => {
    const words = count();
    clearTimeout(pause);
    pause = setTimeout(() => { said.textContent = words; }, 1000);
  });
}

// A form is sent once, however often the button is pressed; coming back to the page frees it.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
