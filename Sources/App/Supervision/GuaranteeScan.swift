import Core
import Storage

/// The facts of the guarantees with numbers of a range, in their order.
struct GuaranteeScan: Sendable {
    let first: Int
    private(set) var facts: [GuaranteeFacts] = []
    /// The divisions in the order in which they were met; `GuaranteeFacts.division` is the place among them.
    private(set) var divisions = DivisionPlaces()

    /// Numbers have no gaps, because guarantees are never removed.
    init(_ numbers: Range<Int64>, _ connection: Connection) throws {
        first = Int(numbers.lowerBound)
        facts.reserveCapacity(numbers.count)
        let sql = SQL(
            """
            SELECT agreement_id, enterprise_id, principal, fee_rate, division, size FROM guarantee
            WHERE id >= ? AND id < ? ORDER BY id
            """, [.int(numbers.lowerBound), .int(numbers.upperBound)])
        try connection.forEach(sql) { row in
            let division = row.withBytes(4) { divisions.place(of: $0) }
            let isSmallOrMicro = row.withBytes(5) { size in
                size.first == UInt8(ascii: "s") || size.elementsEqual("micro".utf8)
            }
            facts.append(
                GuaranteeFacts(
                    principal: Fen(row.int(2)), enterprise: Int32(row.int(1)), agreement: Int32(row.int(0)),
                    division: division, feeRate: Int32(row.int(3)), isSmallOrMicro: isSmallOrMicro))
        }
        precondition(facts.count == numbers.count, "the numbers of guarantees have a gap")
    }
}

/// Gives each division that is met a place, counting from zero; six digits are looked up without making a text.
struct DivisionPlaces: Sendable {
    private(set) var codes: [String] = []
    private var byNumber: [UInt32: Int32] = [:]
    private var byText: [String: Int32] = [:]
    private var last: (number: UInt32, place: Int32) = (.max, 0)

    mutating func place(of code: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard let number = Self.number(of: code) else {
            let text = String(decoding: code, as: UTF8.self)
            if let place = byText[text] { return place }
            byText[text] = Int32(codes.count)
            return append(text)
        }
        if number == last.number { return last.place }
        let place = byNumber[number] ?? append(String(decoding: code, as: UTF8.self))
        byNumber[number] = place
        last = (number, place)
        return place
    }

    private mutating func append(_ code: String) -> Int32 {
        codes.append(code)
        return Int32(codes.count - 1)
    }

    private static func number(of code: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard code.count == 6 else { return nil }
        var number: UInt32 = 0
        for byte in code {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
        }
        return number
    }
}
