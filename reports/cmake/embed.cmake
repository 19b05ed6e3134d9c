# cmake -DNAME=kStyle -DINPUT=report.css -DOUTPUT=kStyle.cpp -P embed.cmake: a file's bytes as a C++ constant.
file(READ "${INPUT}" hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR size "${digits} / 2")
string(REGEX REPLACE "(................................................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE "${OUTPUT}" "#include <string_view>

namespace cast::report::embedded {
namespace {
constexpr char kBytes[] = {
${bytes}'\\0'};
}  // namespace
extern const std::string_view ${NAME};
const std::string_view ${NAME}{kBytes, ${size}};
}  // namespace cast::report::embedded
")
