import Core

/// The texts that cells of a workbook share, in one run of bytes.
struct SharedTexts {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(_ part: ZipPart?, limits: TableLimits) throws(TableRefusal) {
        guard let part else { return }
        let xml = XMLScanner(part, limit: limits.recordBytes)
        var collector = RichText()
        while true {
            switch try xml.next() {
            case .finished: return
            case .start: collector.begin(xml)
            case .end:
                collector.end(xml)
                if xml.isNamed("si") { ends.append(bytes.count) }
            case .text:
                guard collector.isCollecting else { continue }
                appendUnescaped(xml.text, to: &bytes)
            }
            guard bytes.count <= limits.sharedTextBytes, ends.count <= limits.sharedTexts else {
                throw .workbook(.sharedTextsTooLarge(limitBytes: limits.sharedTextBytes))
            }
        }
    }

    /// Appends a text to others; false when there is none of that number.
    func append(_ index: Int, to target: inout [UInt8]) -> Bool {
        guard index >= 0, index < ends.count else { return false }
        target.append(contentsOf: bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]])
        return true
    }
}

/// Follows the elements of a text with several runs: those of `t` count, but not the reading aids in `rPh`.
struct RichText {
    private var isInText = false
    private var isInReadingAid = false

    var isCollecting: Bool { isInText && !isInReadingAid }

    mutating func begin(_ xml: XMLScanner) {
        if xml.isNamed("t") { isInText = true } else if xml.isNamed("rPh") { isInReadingAid = true }
    }

    mutating func end(_ xml: XMLScanner) {
        if xml.isNamed("t") { isInText = false } else if xml.isNamed("rPh") { isInReadingAid = false }
    }
}

/// Appends a text in which a workbook writes characters that XML can't hold as `_x000D_`.
func appendUnescaped(_ text: UnsafeBufferPointer<UInt8>, to target: inout [UInt8]) {
    var place = 0
    while place < text.count {
        if text[place] == UInt8(ascii: "_"), let scalar = escapedScalar(text, at: place) {
            target.append(contentsOf: UTF8.encode(scalar)!)
            place += 7
        } else {
            target.append(text[place])
            place += 1
        }
    }
}

/// The character that `_x000D_` at a place stands for; nil if there is no such thing.
func escapedScalar(_ text: UnsafeBufferPointer<UInt8>, at place: Int) -> Unicode.Scalar? {
    guard place + 7 <= text.count, text[place + 1] == UInt8(ascii: "x"), text[place + 6] == UInt8(ascii: "_")
    else { return nil }
    let digits = text[place + 2..<place + 6]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    return value.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
}
