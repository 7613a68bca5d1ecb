/// The code of an organisation or of a person, whichever an 18-character text turns out to be.
public enum Identifier: Hashable, Sendable {
    case creditCode(CreditCode)
    case residentNumber(ResidentNumber)

    /// Which of the two a text is, or is meant to be.
    public enum Kind: String, CaseIterable, Sendable {
        case creditCode = "credit_code"
        case residentNumber = "resident_number"

        /// What a text is most likely meant to be, right or wrong.
        ///
        /// A number of a person is digits alone but for its end, with a year in positions 7 to 10. In a
        /// credit code those places hold the end of the division and the beginning of the organisation code,
        /// which seldom look like a year.
        public init(likely text: some StringProtocol) {
            let bytes = Array(text.utf8.prefix(18))
            let hasCentury = bytes.count >= 8 && (18...21).contains(Int(bytes[6]) * 10 + Int(bytes[7]) - 528)
            self = hasCentury && Identifier.isMostlyDigits(text) ? .residentNumber : .creditCode
        }

        /// The name of the kind for people.
        public var name: Sentence {
            switch self {
            case .creditCode: Sentence(zh: "统一社会信用代码", en: "unified social credit code")
            case .residentNumber: Sentence(zh: "公民身份号码", en: "resident identity number")
            }
        }
    }

    /// Reads the likelier kind first, then the other; when it is neither, the refusal is that of the
    /// likelier.
    public init(_ text: some StringProtocol) throws(IdentifierRefusal) {
        let likely = Kind(likely: text)
        do {
            self = try Identifier(text, as: likely)
        } catch {
            let other: Kind = likely == .creditCode ? .residentNumber : .creditCode
            guard let identifier = try? Identifier(text, as: other) else { throw error }
            self = identifier
        }
    }

    /// Reads one kind.
    public init(_ text: some StringProtocol, as kind: Kind) throws(IdentifierRefusal) {
        switch kind {
        case .creditCode:
            do { self = .creditCode(try CreditCode(text)) } catch { throw .creditCode(error) }
        case .residentNumber:
            do { self = .residentNumber(try ResidentNumber(text)) } catch { throw .residentNumber(error) }
        }
    }

    /// The kind that it is.
    public var kind: Kind {
        switch self {
        case .creditCode: .creditCode
        case .residentNumber: .residentNumber
        }
    }

    /// How a refused text may be shown: masked when it may be a number of a person with a slip in it.
    ///
    /// No province has a code that begins with 9, as the codes of firms do, so that those are shown in full.
    public static func shown(refused text: some StringProtocol) -> String {
        let mayBePersonal =
            Kind(likely: text) == .residentNumber || (isMostlyDigits(text) && text.first != "9")
        return mayBePersonal ? ResidentNumber.masked(text) : String(text)
    }

    /// Nothing but digits before the last character.
    private static func isMostlyDigits(_ text: some StringProtocol) -> Bool {
        text.dropLast().allSatisfy { $0.isASCII && $0.isNumber }
    }
}

extension Identifier: CustomStringConvertible {
    /// The credit code in full, the number of a person masked.
    public var description: String {
        switch self {
        case .creditCode(let code): code.description
        case .residentNumber(let number): number.masked
        }
    }
}

/// Why a text is no identifier: the refusal of the kind that it is most likely meant to be.
public enum IdentifierRefusal: Refusal {
    case creditCode(CreditCodeRefusal)
    case residentNumber(ResidentNumberRefusal)

    /// The kind that the text is most likely meant to be.
    public var kind: Identifier.Kind {
        switch self {
        case .creditCode: .creditCode
        case .residentNumber: .residentNumber
        }
    }

    public var code: String {
        switch self {
        case .creditCode(let refusal): refusal.code
        case .residentNumber(let refusal): refusal.code
        }
    }

    public var sentence: Sentence {
        switch self {
        case .creditCode(let refusal): refusal.sentence
        case .residentNumber(let refusal): refusal.sentence
        }
    }
}
