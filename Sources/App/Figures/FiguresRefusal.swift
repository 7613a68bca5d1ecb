import Core

/// Why a page of figures can't be shown, and what to ask for instead.
enum FiguresRefusal: Refusal {
    case notADay(String)
    case notAMonth(String)
    case unknownFigure(String)
    case unknownCity(String)
    case unknownAge(String)

    var code: String {
        switch self {
        case .notADay: "figures_not_a_day"
        case .notAMonth: "figures_not_a_month"
        case .unknownFigure: "figures_unknown_figure"
        case .unknownCity: "figures_unknown_city"
        case .unknownAge: "figures_unknown_age"
        }
    }

    var sentence: Sentence {
        switch self {
        case .notADay(let text):
            Sentence(
                zh: "“\(text)”不是 1900 至 2199 年间的日期；请写成 2017-07-19 的样子。",
                en: "'\(text)' is no day of the years 1900 to 2199; write it like 2017-07-19.")
        case .notAMonth(let text):
            Sentence(
                zh: "“\(text)”不是月份；请写成 2017-06 的样子。", en: "'\(text)' is no month; write it like 2017-06.")
        case .unknownFigure(let text):
            Sentence(
                zh: "没有名为“\(text)”的指标；请从指标页点入。",
                en: "There is no figure called '\(text)'; follow a link of the page of figures.")
        case .unknownCity(let text):
            Sentence(
                zh: "“\(text)”不是设区市的代码；请用 450100 这样的六位代码，或 none 表示其他地区。",
                en: "'\(text)' is no code of a city; give six digits such as 450100, or none for elsewhere.")
        case .unknownAge(let text):
            Sentence(
                zh: "没有“\(text)”这一账龄段或应付关系；请从指标页点入。",
                en:
                    "There is no such age or pair of parties as '\(text)'; follow a link of the figures."
            )
        }
    }
}
