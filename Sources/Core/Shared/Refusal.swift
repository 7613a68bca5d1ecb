/// Why the domain says no: a stable code for programs and a sentence for people in both languages.
///
/// Each domain has its own enum of refusals, thrown with typed throws; the sentence says what is wrong, with
/// the figures, and what would mend it.
public protocol Refusal: Error, Hashable, Sendable {
    /// Lower-case words joined by underscores, unique in the platform: `claim_above_unpaid`.
    var code: String { get }
    var sentence: Sentence { get }
}

/// One statement in the two languages of the platform.
public struct Sentence: Hashable, Sendable {
    /// Simplified Chinese.
    public let zh: String
    /// English.
    public let en: String

    /// The same statement twice.
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The statement in one language.
    public func text(in language: Language) -> String {
        switch language {
        case .chinese: zh
        case .english: en
        }
    }
}

/// The languages of the platform by their BCP 47 tags.
public enum Language: String, CaseIterable, Sendable {
    case chinese = "zh-Hans"
    case english = "en"
}
