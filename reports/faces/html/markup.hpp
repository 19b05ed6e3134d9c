// Writes HTML in which a result's text cannot become markup: names of elements and attributes are constants
// of the program (the compiler insists), everything else is escaped on its way out. Elements are closed by
// C++ scopes:
//   { Element section{markup, "section", {{"id", anchor}}};  markup.text(hostile); }
// Text that is longer than anybody reads (2,000 bytes in a line, 16 KiB in a block) is cut, and says so. One
// thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace cast::report {

// A string that is part of the program.
class Word {
 public:
  // Only string literals convert, and they should without ceremony.
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval Word(const char* literal) : text_(literal) {}
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

struct Attribute {
  Word name;
  std::string_view value = {};
};
using Attributes = std::initializer_list<Attribute>;

class Markup {
 public:
  void doctype() { html_ += "<!doctype html>\n"; }

  void open(Word element, Attributes attributes = {});
  void close();
  // An element that has no content and no end, such as meta.
  void empty(Word element, Attributes attributes = {});
  // An element with text alone.
  void leaf(Word element, std::string_view text) { leaf(element, {}, text); }
  void leaf(Word element, Attributes attributes, std::string_view text);

  // Text within a line; control characters of any kind become visible marks.
  void text(std::string_view text);
  // The same, and what stands between `backquotes` is code.
  void prose(std::string_view text);
  // Text of several lines in a pre element of the class. Lines that end in CR LF are told apart from those
  // that end in LF: a note says so where most end in CR LF (class crlf), and a line that ends otherwise than
  // most is marked.
  void preformatted(Word preClass, std::string_view text);
  // The program's own markup, style or script.
  void literal(Word markup) { html_ += markup.text(); }
  void embedded(Word element, std::string_view content);

  std::string take();

 private:
  void startTag(Word element, Attributes attributes);
  enum class Place { kInLine, kLfLines, kCrLfLines };
  void escape(std::string_view text, Place place);
  void mark(char32_t code, std::string_view visible);
  void noteCut(std::size_t bytes);

  std::string html_;
  std::vector<Word> open_;
};

// An element that ends with the scope it stands in.
class Element {
 public:
  Element(Markup& markup, Word name, Attributes attributes = {}) : markup_(markup) {
    markup.open(name, attributes);
  }
  ~Element() { markup_.close(); }
  Element(const Element&) = delete;
  Element& operator=(const Element&) = delete;

 private:
  Markup& markup_;
};

}  // namespace cast::report
