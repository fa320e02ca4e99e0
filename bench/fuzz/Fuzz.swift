import Foundation
import Fuzzed

/// libFuzzer's main program (compiler-rt, `fuzzer/FuzzerDriver.cpp`).
@_silgen_name("LLVMFuzzerRunDriver")
private func drive(
  _ count: UnsafeMutablePointer<CInt>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ attempt: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// libFuzzer starts this program again with its own words alone, so what is tried stands in the environment.
private let fuzzed: Fuzzed = {
  let name = ProcessInfo.processInfo.environment["FUZZED"] ?? ""
  guard let fuzzed = Fuzzed(rawValue: name) else {
    fatalError("FUZZED must be one of \(Fuzzed.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  return fuzzed
}()

@_cdecl("LLVMFuzzerTestOneInput")
func attempt(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do {
    try fuzzed.attempt(Array(UnsafeBufferPointer(start: start, count: count)))
  } catch {
    fatalError("\(fuzzed.rawValue): \(error)")
  }
  return 0
}

/// The package manager calls a program's beginning by the program's name.
@_cdecl("fuzz_main")
func main(
  _ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  var (count, words) = (count, words)
  return drive(&count, &words, attempt)
}
