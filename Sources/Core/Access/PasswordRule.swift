/// What a password must be: long enough and not easily guessed; no rule of character classes, as NIST SP
/// 800-63B advises.
public enum PasswordRule {
    public static let leastCharacters = 10
    public static let mostBytes = 200

    /// Refuses a password that is too short, too long, one character over and over, or the sign-in name.
    public static func check(_ password: String, name: String) throws(PasswordRefusal) {
        guard password.count >= leastCharacters else { throw .tooShort }
        guard password.utf8.count <= mostBytes else { throw .tooLong }
        guard Set(password).count >= 4 else { throw .tooSimple }
        guard !password.lowercased().contains(name.lowercased()) else { throw .containsName }
    }
}

public enum PasswordRefusal: Refusal {
    case tooShort, tooLong, tooSimple, containsName
    /// The new one is the old one, which whoever gave it knows.
    case unchanged

    public var code: String { "password_weak" }

    public var sentence: Sentence {
        switch self {
        case .tooShort:
            Sentence(
                zh: "密码至少 \(PasswordRule.leastCharacters) 个字符，可用一句话。",
                en: """
                    A password needs at least \(PasswordRule.leastCharacters) characters; a sentence will do.
                    """)
        case .tooLong:
            Sentence(
                zh: "密码不能超过 \(PasswordRule.mostBytes) 字节。",
                en: "A password may have at most \(PasswordRule.mostBytes) bytes.")
        case .tooSimple:
            Sentence(zh: "密码至少要有四个不同的字符。", en: "A password needs at least four different characters.")
        case .unchanged:
            Sentence(
                zh: "新密码与现用密码相同；请换一个，管理员给的密码别人也知道。",
                en: """
                    The new password is the old one; choose another, for others may know the one you were \
                    given.
                    """)
        case .containsName:
            Sentence(zh: "密码不能包含登录名。", en: "A password must not contain the sign-in name.")
        }
    }
}
