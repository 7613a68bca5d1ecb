/// Cuts an expression into numbers, days, words, names and marks.
struct PolicyToken {
    enum Kind: Equatable {
        case number(Fraction, PolicyUnit)
        case day(Day)
        case word(String)
        case name(String)
        /// An operator, a bracket, a comma.
        case mark(String)
        case end
    }

    let kind: Kind
    let start: Int
    let end: Int
}

struct PolicyLexer {
    /// Words that are no names.
    static let reserved: Set<String> = [
        "if", "then", "else", "and", "or", "not", "in", "yes", "no", "yuan", "points", "point", "years",
        "year",
        "days", "day", "min", "max", "sum", "all", "any", "count", "exists", "judged", "range", "as_of",
        "unknown",
    ]

    private static let marks = ["<=", ">=", "<>", "<", ">", "=", "+", "-", "*", "/", "(", ")", "[", "]", ","]

    private let scalar: PolicyScalar
    private let bytes: [UInt8]
    private var at = 0

    static func tokens(of scalar: PolicyScalar) throws(LocatedFault) -> [PolicyToken] {
        guard scalar.text.utf8.count <= PolicyExpression.lengthLimit * 4,
            scalar.text.unicodeScalars.count <= PolicyExpression.lengthLimit
        else {
            throw LocatedFault(scalar.place(at: 0), .expressionTooLong(PolicyExpression.lengthLimit))
        }
        var lexer = PolicyLexer(scalar)
        var tokens: [PolicyToken] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private init(_ scalar: PolicyScalar) {
        self.scalar = scalar
        bytes = Array(scalar.text.utf8)
    }

    private func byte(_ ahead: Int = 0) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }

    private mutating func next() throws(LocatedFault) -> PolicyToken {
        while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
        let start = at
        guard at < bytes.count else { return PolicyToken(kind: .end, start: start, end: start) }
        let kind: PolicyToken.Kind
        if byte().isDigit {
            kind = try isDay ? day() : number()
        } else if byte().isNameStart {
            kind = .name(takeName())
        } else if byte() == UInt8(ascii: "'") {
            kind = try word()
        } else {
            kind = try mark()
        }
        return PolicyToken(kind: kind, start: start, end: at)
    }

    private mutating func takeName() -> String {
        let start = at
        while byte().isNamePart { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func mark() throws(LocatedFault) -> PolicyToken.Kind {
        let rest = bytes[at...]
        guard let mark = PolicyLexer.marks.first(where: { rest.starts(with: $0.utf8) }) else {
            let place = scalar.place(at: at)
            let found = String(decoding: rest, as: UTF8.self).prefix(1)
            throw LocatedFault(
                place,
                .unexpected(
                    String(found), wanted: Sentence(zh: "数、名称或运算符", en: "a number, a name or an operator")))
        }
        at += mark.utf8.count
        return .mark(mark)
    }

    private mutating func word() throws(LocatedFault) -> PolicyToken.Kind {
        let start = at + 1
        at += 1
        while at < bytes.count, byte() != UInt8(ascii: "'") { at += 1 }
        guard at < bytes.count else {
            throw LocatedFault(
                scalar.place(at: start - 1),
                .endsEarly(wanted: Sentence(zh: "右引号", en: "a closing quotation mark")))
        }
        at += 1
        return .word(String(decoding: bytes[start..<at - 1], as: UTF8.self))
    }

    // MARK: Days and numbers

    /// `2017-07-19`: four digits, two, two, joined by dashes without blanks.
    private var isDay: Bool {
        let shape = (0..<10).allSatisfy {
            $0 == 4 || $0 == 7 ? byte($0) == UInt8(ascii: "-") : byte($0).isDigit
        }
        return shape && !byte(10).isNamePart
    }

    private mutating func day() throws(LocatedFault) -> PolicyToken.Kind {
        let text = String(decoding: bytes[at..<at + 10], as: UTF8.self)
        guard let day = Day(text) else { throw LocatedFault(scalar.place(at: at), .dayUnreadable(text)) }
        at += 10
        return .day(day)
    }

    /// Digits, perhaps parted by `_`, perhaps decimals, then `%` or a unit.
    private mutating func number() throws(LocatedFault) -> PolicyToken.Kind {
        let start = at
        var value: Int128 = 0
        var (digits, decimals) = (0, -1)
        while byte().isDigit || byte() == UInt8(ascii: "_") || (byte() == UInt8(ascii: ".") && decimals < 0) {
            if byte() == UInt8(ascii: ".") {
                decimals = 0
            } else if byte().isDigit {
                // Longer ones are refused below.
                if digits < 24 { value = value * 10 + Int128(byte() - UInt8(ascii: "0")) }
                digits += 1
                if decimals >= 0 { decimals += 1 }
            }
            at += 1
        }
        let unit = takeUnit(hasPoint: decimals >= 0)
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        let places = max(decimals, 0)
        guard decimals != 0, !byte().isNamePart, digits - places <= 15, places <= 6,
            let fraction = PolicyLexer.scaled(value, places, unit)
        else { throw LocatedFault(scalar.place(at: start), .numberUnreadable(text)) }
        return .number(fraction, unit.unit)
    }

    private mutating func takeUnit(hasPoint: Bool) -> (unit: PolicyUnit, isPercent: Bool) {
        if byte() == UInt8(ascii: "%") {
            at += 1
            return (.share, true)
        }
        let before = at
        while byte() == 0x20 { at += 1 }
        switch byte().isNameStart ? takeName() : "" {
        case "yuan": return (.money, false)
        case "points", "point": return (.points, false)
        case "years", "year": return (.years, false)
        case "days", "day": return (.days, false)
        default:
            at = before
            return (hasPoint ? .share : .number, false)
        }
    }

    private static func scaled(
        _ value: Int128, _ places: Int, _ unit: (unit: PolicyUnit, isPercent: Bool)
    ) -> Fraction? {
        if unit.unit.scale == 100 {
            guard places <= 2 else { return nil }
            return Fraction(value * (places == 0 ? 100 : places == 1 ? 10 : 1), 1)
        }
        guard unit.unit == .share || places == 0 else { return nil }
        let power = (0..<places).reduce(Int128(1)) { power, _ in power * 10 }
        return Fraction(value, power * (unit.isPercent ? 100 : 1))
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    fileprivate var isNameStart: Bool {
        (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z")) || self == UInt8(ascii: "_")
            || (self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z"))
    }
    fileprivate var isNamePart: Bool { isNameStart || isDigit }
}

extension String {
    /// Whether expressions can name it: lower-case letters, digits and `_`, no word of the language.
    var isPolicyName: Bool {
        guard let first = utf8.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z"), utf8.count <= 64
        else { return false }
        let isShaped = utf8.allSatisfy { ($0.isNamePart && !($0 >= 0x41 && $0 <= 0x5A)) }
        return isShaped && !PolicyLexer.reserved.contains(self)
    }
}
