// The report must show a hostile subject's strings without running or losing any, and must load nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "reports/faces/face.hpp"
#include "reports/faces/html/markup.hpp"
#include "samples.hpp"

namespace cast::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::set<std::string> captured(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
    found.insert((*at)[1]);
  return found;
}

std::string withoutStyleAndScript(std::string html) {
  const std::size_t style = html.find("<style>");
  html.erase(style, html.find("</style>") - style);
  const std::size_t script = html.find("<script>");
  return html.erase(script, html.find("</script>") - script);
}

TEST(Html, HoldsNoMarkupThatTheProgramDidNotWrite) {
  // What the program writes for the mixed sample is all it can write, but for a few members that only the
  // other has.
  const std::string kElement = "<(/?[^ >]*)";
  std::set<std::string> known = captured(withoutStyleAndScript(renderHtml(sample("mixed"))), kElement);
  for (const std::string& element :
       captured(withoutStyleAndScript(renderHtml(sample("hostile"))), kElement)) {
    EXPECT_TRUE(known.count(element) == 1) << "<" << element;
  }
}

TEST(Html, HasOneScriptAndOneStyle) {
  const std::string html = renderHtml(sample("hostile"));
  EXPECT_EQ(html.find("<script", html.find("<script") + 1), html.npos);
  EXPECT_EQ(html.find("<style", html.find("<style") + 1), html.npos);
}

TEST(Html, RefersToNothingOutsideItself) {
  for (const char* name : {"mixed", "hostile"}) {
    const std::string html = withoutStyleAndScript(renderHtml(sample(name)));
    for (const std::string& target : captured(html, "(?:href|src|action|data|poster)=\"([^\"]*)\"")) {
      EXPECT_EQ(target.front(), '#') << target;
    }
  }
  const std::string html = renderHtml(sample("mixed"));
  EXPECT_THAT(html, Not(HasSubstr("url(")));
  EXPECT_THAT(html, Not(HasSubstr("@import")));
}

TEST(Html, ForbidsLoadingAndAllowsItsOwnStyleAndScriptByHash) {
  const std::string html = renderHtml(sample("mixed"));
  EXPECT_THAT(html, HasSubstr("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"));
  EXPECT_THAT(html, Not(HasSubstr("unsafe-inline")));
  EXPECT_EQ(captured(html, "[ ](on[a-z]+|style)=\""), std::set<std::string>{}) << "the policy forbids these";
}

TEST(Html, LinksLeadSomewhereAndNamesAreUnique) {
  for (const char* name : {"all_passed", "mixed", "hostile"}) {
    const std::string html = withoutStyleAndScript(renderHtml(sample(name)));
    std::multiset<std::string> names;
    const std::regex expression(" id=\"([^\"]*)\"");
    for (std::sregex_iterator at(html.begin(), html.end(), expression), end; at != end; ++at)
      names.insert((*at)[1]);
    for (const std::string& anchor : names) EXPECT_EQ(names.count(anchor), 1u) << anchor;
    for (const std::string& target : captured(html, "href=\"#([^\"]*)\""))
      EXPECT_EQ(names.count(target), 1u) << target;
  }
}

TEST(Html, PutsFailuresBeforeAllElse) {
  const std::string html = renderHtml(sample("mixed"));
  const std::size_t failed = html.find("id=\"failed\"");
  EXPECT_LT(html.find("class=\"banner c-not-conformant\""), html.find("id=\"profiles\""));
  EXPECT_LT(html.find("id=\"profiles\""), failed);
  EXPECT_LT(failed, html.find("id=\"warned\""));
  EXPECT_LT(html.find("id=\"warned\""), html.find("id=\"inconclusive\""));
  EXPECT_LT(html.find("id=\"inconclusive\""), html.find("id=\"coverage\""));
  EXPECT_LT(html.find("id=\"coverage\""), html.find("id=\"checks\""));
}

TEST(Markup, MarksWhatIsNotSeenAndEscapesWhatHasAMeaning) {
  Markup markup;
  markup.leaf("p", {{"title", "\"<>&'"}}, std::string_view{"<b>\0\x1B \xE2\x80\xAE", 9});
  EXPECT_EQ(markup.take(),
            "<p title=\"&quot;&lt;&gt;&amp;&#39;\">&lt;b&gt;<span class=\"mark\" "
            "title=\"U+0000\">[U+0000]</span>"
            "<span class=\"mark\" title=\"U+001B\">[U+001B]</span> <span class=\"mark\" "
            "title=\"U+202E\">[U+202E]"
            "</span></p>");
}

TEST(Markup, TellsTheEndsOfLinesApart) {
  const auto shown = [](std::string_view text) {
    Markup markup;
    markup.preformatted("raw", text);
    return markup.take();
  };
  EXPECT_EQ(shown("a\nb"), "<pre class=\"raw\">a\nb</pre>");
  EXPECT_EQ(shown("a\r\nb"), "<pre class=\"raw crlf\">a\nb</pre>");
  EXPECT_EQ(shown("a\r\nb\nc\r\n"), "<pre class=\"raw crlf\">a\nb<i class=\"lf\"></i>\nc\n</pre>");
  EXPECT_EQ(shown("a\r\nb\nc\n"), "<pre class=\"raw\">a<i class=\"cr\"></i>\nb\nc\n</pre>");
  EXPECT_EQ(shown("a\rb"),
            "<pre class=\"raw\">a<span class=\"mark\" title=\"U+000D\">[U+000D]</span>b</pre>");
  EXPECT_EQ(shown("\na"), "<pre class=\"raw\">\n\na</pre>") << "HTML drops the first line feed of a pre";
}

TEST(Markup, MakesCodeOfWhatStandsBetweenBackquotes) {
  Markup markup;
  markup.prose("`POST` it, `<b>` and a lone `");
  EXPECT_EQ(markup.take(), "<code>POST</code> it, <code>&lt;b&gt;</code> and a lone `");
}

}  // namespace
}  // namespace cast::report
