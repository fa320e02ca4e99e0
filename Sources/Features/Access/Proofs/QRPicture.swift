import CQrencode
import Core

/// The picture that an authenticator app scans.
enum QRPicture {
  /// Rows of modules, true where dark. Level M, which survives a smudged screen.
  static func modules(of text: String) throws -> [[Bool]] {
    guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
      throw Fault("libqrencode could not draw a code")
    }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    let cells = UnsafeBufferPointer(start: code.pointee.data, count: width * width)
    return (0..<width).map { row in cells[row * width..<(row + 1) * width].map { $0 & 1 == 1 } }
  }
}
