#include "character_set.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace cast::dicomcast {
namespace {

// How the bytes of one code element (G0: below 0x80, G1: above) become bytes that iconv knows.
enum class Form {
  kAscii,     // as they are
  kRomaji,    // JIS X 0201: ASCII with a yen sign and an overline
  kKatakana,  // JIS X 0201: half-width katakana in one run of Unicode
  kSingle,    // one byte, of the character set `iconv`
  kPair,      // two bytes, both with their upper bit set, of `iconv`
  kTriple,    // likewise, behind 0x8F: the supplementary set of EUC-JP
};

struct CodeElement {
  std::string_view term;    // the defined term behind its prefix, such as 100
  std::string_view escape;  // what designates it, without ESC
  bool g1;
  Form form;
  const char* iconv;
};

// PS3.3 tables C.12-2 to C.12-4.
constexpr std::array kElements{
    CodeElement{"6", "(B", false, Form::kAscii, ""},
    CodeElement{"13", "(J", false, Form::kRomaji, ""},
    CodeElement{"13", ")I", true, Form::kKatakana, ""},
    CodeElement{"100", "-A", true, Form::kSingle, "ISO-8859-1"},
    CodeElement{"101", "-B", true, Form::kSingle, "ISO-8859-2"},
    CodeElement{"109", "-C", true, Form::kSingle, "ISO-8859-3"},
    CodeElement{"110", "-D", true, Form::kSingle, "ISO-8859-4"},
    CodeElement{"144", "-L", true, Form::kSingle, "ISO-8859-5"},
    CodeElement{"127", "-G", true, Form::kSingle, "ISO-8859-6"},
    CodeElement{"126", "-F", true, Form::kSingle, "ISO-8859-7"},
    CodeElement{"138", "-H", true, Form::kSingle, "ISO-8859-8"},
    CodeElement{"148", "-M", true, Form::kSingle, "ISO-8859-9"},
    CodeElement{"203", "-b", true, Form::kSingle, "ISO-8859-15"},
    CodeElement{"166", "-T", true, Form::kSingle, "TIS-620"},
    CodeElement{"87", "$B", false, Form::kPair, "EUC-JP"},
    CodeElement{"159", "$(D", false, Form::kTriple, "EUC-JP"},
    CodeElement{"149", "$)C", true, Form::kPair, "EUC-KR"},
    CodeElement{"58", "$)A", true, Form::kPair, "EUC-CN"},
};

constexpr const CodeElement* kAsciiElement = kElements.data();

const CodeElement* elementOfTerm(std::string_view term, bool g1) {
  const auto* element = std::find_if(kElements.begin(), kElements.end(), [&](const CodeElement& each) {
    return each.term == term && each.g1 == g1;
  });
  return element == kElements.end() ? nullptr : element;
}

const CodeElement* elementOfEscape(std::string_view text) {
  const auto* element = std::find_if(kElements.begin(), kElements.end(),
                                     [&](const CodeElement& each) { return text.starts_with(each.escape); });
  return element == kElements.end() ? nullptr : element;
}

void appendUtf8(std::uint32_t character, std::string& text) {
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xc0 | character >> 6);
    text += static_cast<char>(0x80 | (character & 0x3f));
  } else {
    text += static_cast<char>(0xe0 | character >> 12);
    text += static_cast<char>(0x80 | ((character >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (character & 0x3f));
  }
}

unsigned char byteOf(char c) { return static_cast<unsigned char>(c); }

}  // namespace

// The open conversions of iconv, by the character set they come from.
struct CharacterSet::Converters {
  Converters() = default;
  Converters(const Converters&) = delete;
  Converters& operator=(const Converters&) = delete;
  ~Converters() {
    for (const auto& [name, handle] : handles)
      if (handle != kFailed) iconv_close(handle);
  }

  // Appends the text in UTF-8; false where iconv can't.
  bool append(const std::string& name, std::string text, std::string& result) {
    const auto [entry, added] = handles.try_emplace(name, kFailed);
    if (added) entry->second = iconv_open("UTF-8", name.c_str());
    if (entry->second == kFailed) return false;
    iconv(entry->second, nullptr, nullptr, nullptr, nullptr);
    std::string converted(text.size() * 4 + 8, '\0');
    char* from = text.data();
    char* to = converted.data();
    std::size_t left = text.size();
    std::size_t room = converted.size();
    if (iconv(entry->second, &from, &left, &to, &room) == static_cast<std::size_t>(-1) || left != 0)
      return false;
    result.append(converted, 0, converted.size() - room);
    return true;
  }

  static inline const iconv_t kFailed = reinterpret_cast<iconv_t>(-1);  // NOLINT(performance-no-int-to-ptr)
  std::map<std::string, iconv_t> handles;
};

namespace {

// Decodes one value field with the state that ISO 2022 gives it.
template <typename Converters>
class Decoder {
 public:
  Decoder(const CodeElement* g0, const CodeElement* g1, bool extensions, Delimiters delimiters,
          Converters& converters)
      : initialG0_(g0),
        initialG1_(g1),
        g0_(g0),
        g1_(g1),
        extensions_(extensions),
        delimiters_(delimiters),
        converters_(&converters) {}

  std::optional<std::string> decode(std::string_view text) {
    while (!text.empty())
      if (!step(text)) return std::nullopt;
    return flush() ? std::optional(std::move(result_)) : std::nullopt;
  }

 private:
  bool step(std::string_view& text) {
    const unsigned char byte = byteOf(text.front());
    if (byte == 0x1b && extensions_) return designate(text);
    if (byte >= 0x80) return g1_ && character(*g1_, text);
    const bool control = byte < 0x20;
    if (control || (isDelimiter(byte) && !isMultiByte(*g0_))) {
      text.remove_prefix(1);
      if (!plain(byte)) return false;
      // PS3.5 section 6.1.2.5.3: behind these the initial state holds again.
      g0_ = initialG0_;
      g1_ = initialG1_;
      return true;
    }
    return byte == 0x20 ? space(text) : character(*g0_, text);
  }

  static bool isMultiByte(const CodeElement& element) {
    return element.form == Form::kPair || element.form == Form::kTriple;
  }

  bool isDelimiter(unsigned char byte) const {
    if (delimiters_ == Delimiters::kNone) return false;
    return byte == '\\' || (delimiters_ == Delimiters::kNames && (byte == '^' || byte == '='));
  }

  bool designate(std::string_view& text) {
    const CodeElement* element = elementOfEscape(text.substr(1));
    if (!element) return false;
    (element->g1 ? g1_ : g0_) = element;
    text.remove_prefix(1 + element->escape.size());
    return true;
  }

  bool plain(unsigned char byte) {
    if (!flush()) return false;
    result_ += static_cast<char>(byte);
    return true;
  }

  bool space(std::string_view& text) {
    text.remove_prefix(1);
    return plain(' ');
  }

  bool character(const CodeElement& element, std::string_view& text) {
    const unsigned char byte = byteOf(text.front());
    switch (element.form) {
      case Form::kAscii:
        return one(text, byte);
      case Form::kRomaji:
        return one(text, byte == '\\' ? 0xa5U : byte == '~' ? 0x203eU : byte);
      case Form::kKatakana:
        return byte >= 0xa1 && byte <= 0xdf && one(text, 0xff61U + byte - 0xa1U);
      case Form::kSingle:
        return run(element, text, 1, "");
      case Form::kPair:
        return run(element, text, 2, "");
      case Form::kTriple:
        return run(element, text, 2, "\x8f");
    }
    return false;
  }

  bool one(std::string_view& text, std::uint32_t character) {
    if (!flush()) return false;
    appendUtf8(character, result_);
    text.remove_prefix(1);
    return true;
  }

  // Gathers what one call of iconv can convert.
  bool run(const CodeElement& element, std::string_view& text, std::size_t size, std::string_view before) {
    if (text.size() < size || byteOf(text[size - 1]) <= 0x20) return false;
    if (name_ != element.iconv && !flush()) return false;
    name_ = element.iconv;
    pending_ += before;
    for (const char byte : text.substr(0, size)) pending_ += static_cast<char>(byteOf(byte) | 0x80);
    text.remove_prefix(size);
    return true;
  }

  bool flush() {
    if (pending_.empty()) return true;
    const std::string pending = std::exchange(pending_, {});
    return converters_->append(std::string(name_), pending, result_);
  }

  const CodeElement* initialG0_;
  const CodeElement* initialG1_;
  const CodeElement* g0_;
  const CodeElement* g1_;
  bool extensions_;
  Delimiters delimiters_;
  Converters* converters_;
  std::string_view name_;
  std::string pending_;
  std::string result_;
};

}  // namespace

CharacterSet::CharacterSet(const std::vector<std::string>& terms)
    : initialG0_(kAsciiElement), converters_(std::make_unique<Converters>()) {
  std::string term = terms.empty() ? std::string() : terms.front();
  if (term == "ISO_IR 192") whole_ = Whole::kUtf8;
  if (term == "GB18030" || term == "GBK") {
    whole_ = Whole::kIconv;
    wholeName_ = term;
  }
  if (whole_ != Whole::kNo || (term.empty() && terms.size() < 2)) return;
  extensions_ = terms.size() > 1 || term.starts_with("ISO 2022 IR ");
  for (const std::string_view prefix : {"ISO_IR ", "ISO 2022 IR "})
    if (term.starts_with(prefix)) term.erase(0, prefix.size());
  if (term.empty()) return;
  const CodeElement* g0 = elementOfTerm(term, false);
  const CodeElement* g1 = elementOfTerm(term, true);
  known_ = g0 || g1;
  // A multi-byte set is never there from the start, only behind its escape sequence.
  if (g0 && g0->form == Form::kRomaji) initialG0_ = g0;
  if (g1 && g1->form != Form::kPair) initialG1_ = g1;
}

CharacterSet::~CharacterSet() = default;
CharacterSet::CharacterSet(CharacterSet&&) noexcept = default;
CharacterSet& CharacterSet::operator=(CharacterSet&&) noexcept = default;

std::optional<std::string> CharacterSet::toUtf8(std::string_view text, Delimiters delimiters) const {
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return byteOf(c) < 0x80 && c != 0x1b; });
  if (ascii && initialG0_ == kAsciiElement) return std::string(text);
  if (whole_ == Whole::kUtf8) return isUtf8(text) ? std::optional<std::string>(text) : std::nullopt;
  if (whole_ == Whole::kIconv) {
    std::string result;
    return converters_->append(wholeName_, std::string(text), result) ? std::optional(result) : std::nullopt;
  }
  if (!known_) return std::nullopt;
  Decoder<Converters> decoder(static_cast<const CodeElement*>(initialG0_),
                              static_cast<const CodeElement*>(initialG1_), extensions_, delimiters,
                              *converters_);
  return decoder.decode(text);
}

bool isUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char first = byteOf(text[i]);
    const std::size_t size = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
    if (size == 0 || size > text.size() - i) return false;
    for (std::size_t k = 1; k < size; ++k)
      if ((byteOf(text[i + k]) & 0xc0) != 0x80) return false;
    const unsigned char second = size > 1 ? byteOf(text[i + 1]) : 0;
    if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
        (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f))
      return false;
    i += size;
  }
  return true;
}

}  // namespace cast::dicomcast
