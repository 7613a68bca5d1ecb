public import Core

/// Why someone is not let in, or is not made a member.
public enum AccessRefusal: Refusal, Equatable {
    case wrongSignIn
    case locked(seconds: Int64)
    case nameTaken(String)
    case nameInvalid
    case noRole(OrganisationKind)
    case organisationTaken(String)
    case organisationInvalid
    /// The name of a support platform, and the code of the organisation that runs it.
    case platformTaken(String, String)
    case wrongPassword
    case lastAdministrator
    case codeNeeded
    case codeWrong
    /// A token may not make one that may more.
    case beyondOwnToken

    public var code: String {
        switch self {
        case .wrongSignIn: "sign_in_wrong"
        case .locked: "sign_in_locked"
        case .nameTaken: "name_taken"
        case .nameInvalid: "name_invalid"
        case .noRole: "role_invalid"
        case .organisationTaken: "organisation_taken"
        case .organisationInvalid: "organisation_invalid"
        case .platformTaken: "platform_taken"
        case .wrongPassword: "password_wrong"
        case .lastAdministrator: "last_administrator"
        case .codeNeeded: "one_time_code_needed"
        case .codeWrong: "one_time_code_wrong"
        case .beyondOwnToken: "token_beyond_own"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .wrongSignIn:
            Sentence(
                zh: "登录名或密码不对。忘记密码请找本机构管理员重置。",
                en:
                    "The name or the password is wrong. Your organisation's administrator can reset it."
            )
        case .locked(let seconds):
            Sentence(
                zh: "密码连续输错，请在 \(seconds) 秒后再试，或请本机构管理员重置密码。",
                en: """
                    Too many wrong passwords: try again in \
                    \(EnglishCount.of(seconds, "second", "seconds")), or ask your administrator to reset it.
                    """)
        case .nameTaken(let name):
            Sentence(
                zh: "登录名“\(name)”已有人使用，请换一个。", en: "The sign-in name '\(name)' is taken; choose another.")
        case .nameInvalid:
            Sentence(
                zh: "登录名用 2 至 40 个小写字母、数字、点、横线或下划线，以字母开头。",
                en: """
                    A sign-in name has 2 to 40 lower-case letters, digits, dots, hyphens or underscores and \
                    starts with a letter.
                    """)
        case .noRole(let kind):
            Sentence(
                zh: "请至少选择一个“\(kind.name.zh)”可用的角色。",
                en: "Choose at least one role that a person of a \(kind.name.en) can have.")
        case .organisationTaken(let code):
            Sentence(zh: "编号为 \(code) 的机构已登记。", en: "There is an organisation \(code) already.")
        case .organisationInvalid:
            Sentence(
                zh: "机构编号（不超过 64 字节）和名称（不超过 100 个汉字）都要填写。",
                en: "Give the organisation a code of at most 64 bytes and a name of at most 300.")
        case .platformTaken(let name, let code):
            Sentence(
                zh: "支撑平台“\(name)”已由用户机构 \(code) 使用；请在该机构添加用户。",
                en: "The organisation \(code) runs the support platform '\(name)'; add people there.")
        case .wrongPassword:
            Sentence(zh: "当前密码不对。", en: "The current password is wrong.")
        case .lastAdministrator:
            Sentence(
                zh: "这是本机构最后一位管理员；请先指定另一位。",
                en: "This is the organisation's last administrator; appoint another first.")
        case .codeNeeded:
            Sentence(zh: "请输入身份验证器上的六位动态码。", en: "Enter the six digits that your authenticator shows.")
        case .beyondOwnToken:
            Sentence(
                zh: "令牌只能生成权限不超过自身的令牌；其他权限请由管理员在网页上生成。",
                en: "A token makes only tokens that may no more than itself; an administrator makes others.")
        case .codeWrong:
            Sentence(
                zh: "动态码不对或已过期，请输入验证器当前显示的六位数字。",
                en: "The code is wrong or has expired; enter the six digits that the authenticator shows now."
            )
        }
    }
}
