#include "hl7/character_set.hpp"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <memory>
#include <utility>

#include "cast/plugin.hpp"

namespace cast::fhircast::hl7 {

namespace {

using plugin::Fault;

using Name = std::pair<std::string_view, std::string_view>;

// Table 0211, and what senders write besides. Those of Japan and Korea switch sets within the text, as ISO
// 2022 has it.
constexpr std::array<Name, 44> kNames{{{"ASCII", "ASCII"},
                                       {"ISO IR6", "ASCII"},
                                       {"8859/1", "ISO-8859-1"},
                                       {"8859/2", "ISO-8859-2"},
                                       {"8859/3", "ISO-8859-3"},
                                       {"8859/4", "ISO-8859-4"},
                                       {"8859/5", "ISO-8859-5"},
                                       {"8859/6", "ISO-8859-6"},
                                       {"8859/7", "ISO-8859-7"},
                                       {"8859/8", "ISO-8859-8"},
                                       {"8859/9", "ISO-8859-9"},
                                       {"8859/15", "ISO-8859-15"},
                                       {"8859-1", "ISO-8859-1"},
                                       {"8859-2", "ISO-8859-2"},
                                       {"8859-15", "ISO-8859-15"},
                                       {"ISO 8859-1", "ISO-8859-1"},
                                       {"ISO-8859-1", "ISO-8859-1"},
                                       {"ISO-8859-2", "ISO-8859-2"},
                                       {"ISO-8859-5", "ISO-8859-5"},
                                       {"ISO-8859-7", "ISO-8859-7"},
                                       {"ISO-8859-9", "ISO-8859-9"},
                                       {"ISO-8859-15", "ISO-8859-15"},
                                       {"WINDOWS-1250", "CP1250"},
                                       {"WINDOWS-1251", "CP1251"},
                                       {"WINDOWS-1252", "CP1252"},
                                       {"CP1252", "CP1252"},
                                       {"ISO IR14", "ISO-2022-JP-3"},
                                       {"ISO IR87", "ISO-2022-JP"},
                                       {"ISO IR159", "ISO-2022-JP-2"},
                                       {"ISO-2022-JP", "ISO-2022-JP"},
                                       {"SHIFT_JIS", "SHIFT_JIS"},
                                       {"GB 18030-2000", "GB18030"},
                                       {"GB18030", "GB18030"},
                                       {"KS X 1001", "EUC-KR"},
                                       {"EUC-KR", "EUC-KR"},
                                       {"CNS 11643-1992", "EUC-TW"},
                                       {"BIG-5", "BIG5"},
                                       {"BIG5", "BIG5"},
                                       {"UNICODE", "UTF-8"},
                                       {"UNICODE UTF-8", "UTF-8"},
                                       {"UTF-8", "UTF-8"},
                                       {"UTF8", "UTF-8"},
                                       {"UNICODE UTF-16", "UTF-16"},
                                       {"UNICODE UTF-32", "UTF-32"}}};

std::string_view iconvNameOf(std::string_view name) {
  std::string large(name);
  for (char& c : large)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  for (const Name& known : kNames)
    if (known.first == large) return known.second;
  return {};
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

struct Close {
  void operator()(void* converter) const { iconv_close(converter); }
};

int digitOf(char c) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto at = kDigits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string encodingOf(std::string_view msh18, char repetition) {
  std::string encoding = "ASCII";
  // The first set holds unless the text switches to one of the others; all that can be switched to hold ASCII
  // too.
  while (true) {
    const auto end = msh18.find(repetition);
    const std::string_view name = trimmed(msh18.substr(0, end));
    if (!name.empty()) {
      const std::string_view known = iconvNameOf(name);
      if (known.empty()) return {};
      if (encoding == "ASCII" || known == "ISO-2022-JP-2") encoding = known;
    }
    if (end == std::string_view::npos) return encoding;
    msh18.remove_prefix(end + 1);
  }
}

std::string toUtf8(std::string_view bytes, const std::string& encoding) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv's own way to say no.
  iconv_t const none = reinterpret_cast<iconv_t>(-1);
  iconv_t opened = iconv_open("UTF-8", encoding.c_str());
  if (opened == none)
    throw Fault("this machine's iconv does not have the character set " + encoding, "/data");
  const std::unique_ptr<void, Close> converter(opened);
  std::string input(bytes);
  char* in = input.data();
  std::size_t left = input.size();
  std::string result;
  std::array<char, 4096> buffer{};
  while (true) {
    char* out = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t done =
        left > 0 ? iconv(opened, &in, &left, &out, &room) : iconv(opened, nullptr, nullptr, &out, &room);
    const bool full = done == static_cast<std::size_t>(-1) && errno == E2BIG;
    const bool failed = done == static_cast<std::size_t>(-1) && !full;
    if (failed)
      throw Fault("byte " + std::to_string(input.size() - left) +
                      " of the message is not in the character set " + encoding +
                      ", which MSH-18 gives or leaves to be",
                  "/data");
    const bool ended = left == 0 && !full && out == buffer.data();
    result.append(buffer.data(), buffer.size() - room);
    if (ended) return result;
  }
}

std::string fromBase64(std::string_view text) {
  if (text.size() % 4 != 0) throw Fault("expected base64", "/data");
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  unsigned held = 0;
  int bits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '=') {
      ++padding;
      continue;
    }
    const int digit = digitOf(c);
    if (digit < 0 || padding > 0) throw Fault("expected base64", "/data");
    held = (held << 6U) | static_cast<unsigned>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((held >> static_cast<unsigned>(bits)) & 0xFFU);
  }
  if (padding > 2) throw Fault("expected base64", "/data");
  return bytes;
}

}  // namespace cast::fhircast::hl7
