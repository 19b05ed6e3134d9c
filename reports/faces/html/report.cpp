// The HTML report: one file that loads nothing. Its content security policy names its own style and script by
// hash, so that even a fault in the escaping would not run a subject's script.
#include <Poco/Base64Encoder.h>
#include <Poco/DigestEngine.h>
#include <Poco/SHA2Engine.h>

#include <sstream>

#include "reports/faces/face.hpp"
#include "reports/faces/html/page.hpp"
#include "reports/faces/wording.hpp"

#ifndef CAST_VERSION
#error "CAST_VERSION is the project's version, as a string"
#endif

namespace cast::report {

namespace embedded {
extern const std::string_view kStyle;
extern const std::string_view kScript;
}  // namespace embedded

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

void writeHead(Page& page) {
  Markup& out = page.out;
  Element head{out, "head"};
  out.empty("meta", {{"charset", "utf-8"}});
  const std::string policy = "default-src 'none'; style-src " + hashSource(embedded::kStyle) +
                             "; script-src " + hashSource(embedded::kScript) +
                             "; base-uri 'none'; form-action 'none'";
  out.empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", policy}});
  out.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.empty("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  out.empty("meta", {{"name", "generator"}, {"content", "cast-report " CAST_VERSION}});
  out.leaf("title", std::string{title(page.result.verdict)} + ": " + subjectName(page.result.subject) +
                        " \xE2\x80\x93 Cast conformance report");
  out.embedded("style", embedded::kStyle);
}

void writeMain(Page& page) {
  Element main{page.out, "main", {{"id", "main"}, {"tabindex", "-1"}}};
  writeProfiles(page);
  writeFindings(page);
  writeCoverage(page);
  writeChecks(page);
  writeSkipped(page);
  writeLatencies(page);
  writeAppendix(page);
}

void writeBody(Page& page) {
  Markup& out = page.out;
  Element body{out, "body"};
  out.leaf("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to the results");
  out.literal(kSigns);
  writeBanner(page);
  {
    Element frame{out, "div", {{"class", "frame"}}};
    writeNavigation(page);
    writeMain(page);
  }
  out.embedded("script", embedded::kScript);
}

}  // namespace

std::string renderHtml(const Result& result) {
  Page page(result);
  page.out.doctype();
  {
    Element html{page.out, "html", {{"lang", "en"}}};
    writeHead(page);
    writeBody(page);
  }
  return page.out.take();
}

}  // namespace cast::report
