/// Someone at a firm and how to reach them: whole for those whose work needs it, masked for all others.
public struct FirmContact: Hashable, Sendable {
    public let person: String
    /// What they answer for, such as 财务负责人.
    public let duty: String
    /// Digits, perhaps with `+`, hyphens, spaces or brackets; empty where none was told.
    public let telephone: String
    /// Empty where none was told.
    public let mail: String
    /// The last day on which they are reached so; nil while there is none.
    public let until: Day?

    /// The longest name and the longest duty, in bytes.
    public static let wordLimit = 100
    /// The longest number, in characters.
    public static let telephoneLimit = 30
    /// The longest address (RFC 5321), in bytes.
    public static let mailLimit = 254

    /// Refuses a number or an address that can't be one, and someone who can't be reached at all.
    public static func told(
        person: String, duty: String, telephone: String, mail: String, until: Day?
    ) throws(FirmContactRefusal) -> FirmContact {
        if let fault = faults(telephone: telephone, mail: mail).first { throw fault }
        return FirmContact(person: person, duty: duty, telephone: telephone, mail: mail, until: until)
    }

    /// All that is wrong with a way to reach someone, for those who tell it to mend at once.
    public static func faults(telephone: String, mail: String) -> [FirmContactRefusal] {
        if telephone.isEmpty, mail.isEmpty { return [.nothingToReach] }
        var faults: [FirmContactRefusal] = []
        if !telephone.isEmpty, !isTelephone(telephone) { faults.append(.telephoneWrong) }
        if !mail.isEmpty, !isMail(mail) { faults.append(.mailWrong) }
        return faults
    }

    /// One that was checked when it was told.
    public static func restored(
        person: String, duty: String, telephone: String, mail: String, until: Day?
    ) -> FirmContact {
        FirmContact(person: person, duty: duty, telephone: telephone, mail: mail, until: until)
    }

    /// From 7 digits, as in a city, to 15, as E.164 has them.
    private static func isTelephone(_ text: String) -> Bool {
        guard text.count <= telephoneLimit, text.allSatisfy({ isDigit($0) || "+-() ".contains($0) }) else {
            return false
        }
        return (7...15).contains(text.filter(isDigit).count)
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    /// One `@` between two texts without spaces, of which the second has a dot inside.
    private static func isMail(_ text: String) -> Bool {
        guard text.utf8.count <= mailLimit, !text.contains(where: { $0.isWhitespace }) else { return false }
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty else { return false }
        let labels = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { !$0.isEmpty }
    }

    // MARK: Masked

    /// Digits of a whole number of which the first three and the last four stay.
    private static let wholeNumber = 11

    /// `138****5678`; of shorter numbers the last two digits stay.
    public var maskedTelephone: String {
        let count = telephone.filter(FirmContact.isDigit).count
        let isWhole = count >= FirmContact.wholeNumber
        let (first, last) = isWhole ? (3, 4) : (0, 2)
        var place = 0
        return String(
            telephone.map { character -> Character in
                guard FirmContact.isDigit(character) else { return character }
                place += 1
                return place <= first || place > count - last ? character : "*"
            })
    }

    /// `w***@example.com`.
    public var maskedMail: String {
        guard let at = mail.firstIndex(of: "@"), let first = mail.first else { return "" }
        return "\(first)***\(mail[at...])"
    }
}

/// Why a contact is not taken. What was typed is left out: it may be someone's number.
public enum FirmContactRefusal: Refusal {
    case telephoneWrong, mailWrong, nothingToReach

    public var code: String {
        switch self {
        case .telephoneWrong: "contact_telephone_wrong"
        case .mailWrong: "contact_mail_wrong"
        case .nothingToReach: "contact_nothing_to_reach"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .telephoneWrong:
            Sentence(
                zh: "电话应为 7 至 15 位数字，可用 +、横线、空格和括号，例如 0771-5551234。",
                en: "A telephone number has 7 to 15 digits, perhaps '+', hyphens, spaces and brackets.")
        case .mailWrong:
            Sentence(
                zh: "电子邮箱应如 name@example.com。", en: "A mail address looks like name@example.com.")
        case .nothingToReach:
            Sentence(zh: "电话和电子邮箱至少填写一项。", en: "Give a telephone number or a mail address.")
        }
    }
}
