import Foundation

/// The characters of GB18030 (GB 18030-2005); those of two bytes in a table filled once from Foundation's
/// converter.
struct GB18030Table: Sendable {
    static let shared = GB18030Table()

    /// What begins at a place.
    enum Found {
        case scalar(UInt32, length: Int)
        case incomplete
        case invalid
    }

    private let twoBytes: [UInt16]
    private static let trailCount = 190

    private init() {
        var codes = Data(capacity: 126 * GB18030Table.trailCount * 2)
        for lead in UInt8(0x81)...0xFE {
            for trail in UInt8(0x40)...0xFE where trail != 0x7F { codes.append(contentsOf: [lead, trail]) }
        }
        let text = GB18030Table.decode(codes) ?? ""
        twoBytes = text.unicodeScalars.map { UInt16(truncatingIfNeeded: $0.value) }
        precondition(
            twoBytes.count == 126 * GB18030Table.trailCount, "every code of two bytes is one character")
    }

    /// The character at a place that holds no ASCII.
    func scalar(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Found {
        let lead = bytes[place]
        guard lead >= 0x81, lead <= 0xFE else { return .invalid }
        guard place + 1 < bytes.count else { return .incomplete }
        let trail = bytes[place + 1]
        if trail >= 0x30, trail <= 0x39 { return fourBytes(at: place, in: bytes) }
        guard trail >= 0x40, trail <= 0xFE, trail != 0x7F else { return .invalid }
        let column = Int(trail) - (trail > 0x7F ? 0x41 : 0x40)
        return .scalar(UInt32(twoBytes[(Int(lead) - 0x81) * GB18030Table.trailCount + column]), length: 2)
    }

    /// Rare characters and those beyond the basic plane, one at a time.
    private func fourBytes(at place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Found {
        guard place + 3 < bytes.count else { return .incomplete }
        let code = bytes[place..<place + 4]
        guard let text = GB18030Table.decode(Data(code)), text.unicodeScalars.count == 1,
            let scalar = text.unicodeScalars.first, scalar != "\u{FFFD}"
        else { return .invalid }
        return .scalar(scalar.value, length: 4)
    }

    private static func decode(_ data: Data) -> String? {
        String(data: data, encoding: String.Encoding(rawValue: 0x8000_0632))
    }
}
