#include "reports/faces/html/shell.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/DigestEngine.h>
#include <Poco/SHA2Engine.h>

#include <sstream>
#include <string>

#ifndef CAST_VERSION
#error "CAST_VERSION is the project's version, as a string"
#endif

namespace cast::report {

namespace embedded {
extern const std::string_view kStyle;
}

namespace {

// The signs of the verdicts: different shapes, for those who don't see the colours.
constexpr Word kSigns = R"(<svg class="signs" aria-hidden="true" width="0" height="0">
<symbol id="sign-passed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M4.5 8.3l2.4 2.4 4.6-5"/></symbol>
<symbol id="sign-failed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/></symbol>
<symbol id="sign-warned" viewBox="0 0 16 16"><path class="fill" d="M8 .8L16 15H0z"/><path d="M8 6v4.2M8 12.2v.6"/></symbol>
<symbol id="sign-inconclusive" viewBox="0 0 16 16"><rect width="16" height="16" rx="4"/><path d="M5.6 6c0-3 4.8-3 4.8 0 0 1.7-2.4 1.6-2.4 3.5M8 12v.6"/></symbol>
<symbol id="sign-skipped" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="7.1"/><path class="ring" d="M4.8 8h6.4"/></symbol>
<symbol id="sign-attested" viewBox="0 0 16 16"><rect width="16" height="16" rx="4"/><path d="M4 11.5l1-3 5-5 2 2-5 5z"/></symbol>
<symbol id="sign-not-tested" viewBox="0 0 16 16"><circle class="ring dashed" cx="8" cy="8" r="7.1"/></symbol>
</svg>
)";

std::string hashSource(std::string_view content) {
  Poco::SHA2Engine engine(Poco::SHA2Engine::SHA_256);
  engine.update(content.data(), content.size());
  const Poco::DigestEngine::Digest& digest = engine.digest();
  std::ostringstream encoded;
  Poco::Base64Encoder encoder(encoded);
  encoder.write(reinterpret_cast<const char*>(digest.data()), static_cast<std::streamsize>(digest.size()));
  encoder.close();
  return "'sha256-" + encoded.str() + "'";
}

void writeHead(Markup& out, std::string_view title, std::string_view script) {
  Element head{out, "head"};
  out.empty("meta", {{"charset", "utf-8"}});
  const std::string policy = "default-src 'none'; style-src " + hashSource(embedded::kStyle) +
                             "; script-src " + hashSource(script) + "; base-uri 'none'; form-action 'none'";
  out.empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy}});
  out.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.empty("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  out.empty("meta", {{"name", "generator"}, {"content", "cast-report " CAST_VERSION}});
  out.leaf("title", title);
  out.embedded("style", embedded::kStyle);
}

}  // namespace

void writeDocument(Markup& out, std::string_view title, std::string_view script,
                   const std::function<void()>& body) {
  out.doctype();
  Element html{out, "html", {{"lang", "en"}}};
  writeHead(out, title, script);
  Element element{out, "body"};
  out.leaf("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to the results");
  out.literal(kSigns);
  body();
  out.embedded("script", script);
}

void writeIcon(Markup& out, Verdict verdict) {
  const std::string verdictClass = "icon v-" + std::string{nameOf(verdict)};
  const std::string reference = "#sign-" + std::string{nameOf(verdict)};
  Element svg{out, "svg", {{"class", verdictClass}, {"aria-hidden", "true"}}};
  Element use{out, "use", {{"href", reference}}};
}

}  // namespace cast::report
