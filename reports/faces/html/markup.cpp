#include "reports/faces/html/markup.hpp"

#include <stdexcept>
#include <utility>

#include "reports/faces/visible_text.hpp"

namespace cast::report {
namespace {

// The five characters that HTML gives a meaning, in text or in a quoted attribute.
std::string_view entityFor(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

// A text that may overflow its box is scrolled by keyboard too, so it takes the focus. Rows of bytes don't
// wrap.
constexpr std::size_t kMayScroll = 500;
constexpr std::string_view kHexClass = "raw hex";

// What a subject can make as long as it likes must not make the report slow: browsers take minutes to break a
// line of a mebibyte. The result file has the rest.
constexpr std::size_t kLongestInLine = 2000;
constexpr std::size_t kLongestInAttribute = 500;
constexpr std::size_t kLongestBlock = 16384;

bool isPlain(char character) { return character >= 0x20 && character < 0x7F && entityFor(character).empty(); }

void appendEscaped(std::string& html, std::string_view text) {
  for (const char character : text) {
    const std::string_view entity = entityFor(character);
    if (entity.empty()) {
      html += character;
    } else {
      html += entity;
    }
  }
}

}  // namespace

void Markup::open(Word element, Attributes attributes) {
  startTag(element, attributes);
  open_.push_back(element);
}

void Markup::close() {
  html_ += "</";
  html_ += open_.back().text();
  html_ += '>';
  open_.pop_back();
}

void Markup::empty(Word element, Attributes attributes) { startTag(element, attributes); }

void Markup::leaf(Word element, Attributes attributes, std::string_view content) {
  open(element, attributes);
  text(content);
  close();
}

void Markup::startTag(Word element, Attributes attributes) {
  html_ += '<';
  html_ += element.text();
  for (const Attribute& attribute : attributes) {
    html_ += ' ';
    html_ += attribute.name.text();
    html_ += "=\"";
    appendEscaped(html_, visibleText(firstBytes(attribute.value, kLongestInAttribute), Lines::kOne));
    html_ += '"';
  }
  html_ += '>';
}

void Markup::text(std::string_view text) {
  const std::string_view kept = firstBytes(text, kLongestInLine);
  escape(kept, Place::kInLine);
  noteCut(text.size() - kept.size());
}

void Markup::noteCut(std::size_t bytes) {
  if (bytes == 0) return;
  html_ += "<span class=\"rest\">\xE2\x80\xA6 ";
  html_ += std::to_string(bytes);
  html_ += " more bytes in the result file</span>";
}

void Markup::preformatted(Word preClass, std::string_view whole) {
  const std::string_view text = firstBytes(whole, kLongestBlock);
  const LineEnds ends = lineEndsOf(text);
  std::string classes{preClass.text()};
  if (ends == LineEnds::kCrLf) classes += " crlf";
  if (text.size() > kMayScroll || preClass.text() == kHexClass) {
    open("pre", {{"class", classes}, {"tabindex", "0"}});
  } else {
    open("pre", {{"class", classes}});
  }
  // A parser drops a line feed that follows <pre> at once.
  if (!text.empty() && (text.front() == '\n' || text.front() == '\r')) html_ += '\n';
  escape(text, ends == LineEnds::kCrLf ? Place::kCrLfLines : Place::kLfLines);
  close();
  noteCut(whole.size() - text.size());
}

void Markup::prose(std::string_view text) {
  for (;;) {
    const std::size_t begin = text.find('`');
    const std::size_t end = begin == text.npos ? text.npos : text.find('`', begin + 1);
    if (end == text.npos || end == begin + 1) break;
    this->text(text.substr(0, begin));
    leaf("code", text.substr(begin + 1, end - begin - 1));
    text.remove_prefix(end + 1);
  }
  this->text(text);
}

void Markup::escape(std::string_view text, Place place) {
  const bool manyLines = place != Place::kInLine;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && isPlain(text[end])) ++end;
    html_ += text.substr(at, end - at);
    if (end == text.size()) return;
    at = end;

    const Character character = characterAt(text, at);
    const bool isLayout = manyLines && (character.code == '\n' || character.code == '\t');
    if (manyLines && text.substr(at, 2) == "\r\n") {
      // The style sheet shows the marks of lines' ends, so that copied text stays clean.
      html_ += place == Place::kLfLines ? "<i class=\"cr\"></i>\n" : "\n";
      ++at;
    } else if (character.code == '\n' && place == Place::kCrLfLines) {
      html_ += "<i class=\"lf\"></i>\n";
    } else if (const auto visible = markFor(character.code); visible && !isLayout) {
      mark(character.code, *visible);
    } else if (character.code == 0xFFFD) {
      html_ += "\xEF\xBF\xBD";
    } else {
      appendEscaped(html_, text.substr(at, character.length));
    }
    at += character.length;
  }
}

void Markup::mark(char32_t code, std::string_view visible) {
  html_ += "<span class=\"mark\" title=\"";
  html_ += codePointName(code);
  html_ += "\">";
  html_ += visible;
  html_ += "</span>";
}

void Markup::embedded(Word element, std::string_view content) {
  // Inside style and script nothing can be escaped: the program's own files must not close them.
  if (content.find("</") != content.npos) throw std::logic_error("an embedded file contains </");
  open(element);
  html_ += content;
  close();
}

std::string Markup::take() { return std::move(html_); }

}  // namespace cast::report
