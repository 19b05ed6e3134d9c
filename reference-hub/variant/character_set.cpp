#include "variant/character_set.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cast/plugin.hpp>
#include <cctype>
#include <cerrno>
#include <utility>

#include "session/json_text.hpp"

namespace cast::hub {
namespace {

using plugin::Fault;

constexpr const char* kUtf8 = "UTF-8";

bool isEbcdicAlone(std::string_view encoding) {
  constexpr std::string_view kName = "EBCDIC";
  return std::equal(encoding.begin(), encoding.end(), kName.begin(), kName.end(),
                    [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; });
}

// What else iconv reads out of a name, such as //TRANSLIT, is not part of an encoding's name.
std::string nameForIconv(const std::string& encoding) {
  const bool isName = !encoding.empty() && std::all_of(encoding.begin(), encoding.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) ||
           std::string_view("-_.:()+").find(c) != std::string_view::npos;
  });
  if (!isName)
    throw Fault("not the name of a character encoding: use one such as IBM037 or ISO-8859-1",
                "/metadata/encoding");
  return isEbcdicAlone(encoding) ? "IBM037" : encoding;
}

class Converter {
 public:
  Converter(const std::string& to, const std::string& from) : handle_(iconv_open(to.c_str(), from.c_str())) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): that is how iconv says so
    if (handle_ == reinterpret_cast<iconv_t>(-1))
      throw Fault("the character encoding is not known here: use a name that `iconv --list` shows",
                  "/metadata/encoding");
  }
  ~Converter() { iconv_close(handle_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // Where the input ends or stops making sense: how many of its bytes went through.
  std::size_t convert(std::string_view input) {
    // iconv does not write to its input.
    char* next = const_cast<char*>(input.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
    std::size_t left = input.size();
    while (isFull(&next, &left)) {
    }
    if (left == 0)
      while (isFull(nullptr, nullptr)) {  // back to the initial state of an encoding with states
      }
    return input.size() - left;
  }

  std::string& result() { return result_; }
  // Characters for which only another one was there.
  bool isInexact() const { return inexact_; }

 private:
  // Whether there is more to come than the buffer took.
  bool isFull(char** input, std::size_t* left) {
    std::array<char, 16384> buffer{};
    char* end = buffer.data();
    std::size_t room = buffer.size();
    errno = 0;
    const std::size_t outcome = iconv(handle_, input, left, &end, &room);
    result_.append(buffer.data(), end);
    const bool failed = outcome == static_cast<std::size_t>(-1);
    if (!failed && outcome > 0) inexact_ = true;
    return failed && errno == E2BIG;
  }

  iconv_t handle_;
  std::string result_;
  bool inexact_ = false;
};

std::size_t charactersIn(std::string_view utf8) {
  const auto isLead = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), isLead));
}

}  // namespace

std::string utf8Of(std::string_view bytes, const std::string& encoding) {
  const std::string name = nameForIconv(encoding);
  Converter converter(kUtf8, name);
  const std::size_t done = converter.convert(bytes);
  if (done < bytes.size())
    throw Fault("byte " + std::to_string(done) + " of its " + std::to_string(bytes.size()) +
                    " bytes begins no character of " + name,
                "/data");
  if (!isUtf8(converter.result())) throw Fault("it holds a character beyond Unicode", "/data");
  return std::move(converter.result());
}

std::string bytesOf(std::string_view utf8, const std::string& encoding) {
  const std::string name = nameForIconv(encoding);
  Converter converter(name, kUtf8);
  const std::size_t done = converter.convert(utf8);
  if (done < utf8.size())
    throw Fault("character " + std::to_string(charactersIn(utf8.substr(0, done)) + 1) +
                    " of the text can't be written in " + name,
                "/data");
  if (converter.isInexact()) throw Fault("a character of the text has no equal in " + name, "/data");
  return std::move(converter.result());
}

}  // namespace cast::hub
