import Core
import Testing

@testable import App

/// From values to pixels: in whole numbers, in order, and never beyond the picture.
@Suite struct ChartTests {
    @Test func scalesHaveRoundTicksAroundTheirValues() {
        let cases: [([Int64], [Int64])] = [
            ([], [0, 1]), ([0], [0, 1]), ([7], [0, 2, 4, 6, 8]), ([100], [0, 50, 100]),
            ([1_234], [0, 500, 1_000, 1_500]), ([-300, 900], [-500, 0, 500, 1_000]),
            ([-5], [-6, -4, -2, 0]),
        ]
        for (values, ticks) in cases {
            #expect(ChartScale(values, pixels: 400).ticks == ticks, "\(values)")
        }
    }

    @Test func placesRiseWithValuesAndStayInside() {
        var generator = Congruence(state: 7)
        for _ in 0..<2_000 {
            let bits = Int.random(in: 1...62, using: &generator)
            let values = (0..<6).map { _ in
                Int64.random(in: -(1 << bits)...(1 << bits), using: &generator)
            }.sorted()
            let scale = ChartScale(values, pixels: 300)
            #expect(scale.ticks.contains(0) && scale.ticks == scale.ticks.sorted())
            #expect(scale.ticks.count <= 8)
            #expect(scale.ticks[0] <= values[0] && scale.ticks[scale.ticks.count - 1] >= values[5])
            let places = values.map(scale.place)
            #expect(places == places.sorted())
            #expect(places.allSatisfy { (0...300).contains($0) })
            #expect(scale.place(of: scale.ticks[0]) == 0)
        }
    }

    @Test func amountsAreRoundedOnceAndToTheEven() {
        #expect(ChartText.tenThousands(Fen(1_234_565_000)) == "1,234.56")
        #expect(ChartText.tenThousands(Fen(-15_000)) == "-0.02")
        #expect(ChartText.short(Fen(0)) == "0")
        #expect(ChartText.short(Fen(385_717_000_000)) == "385,717")
        #expect(ChartText.short(Fen(1_500_000)) == "1.50")
        #expect(ChartText.percent(Rate(millionths: 12_345)) == "1.23%")
        #expect(ChartText.multiple(Rate(millionths: 2_345_000)) == "2.34")
        #expect(ChartText.percent(nil) == "–")
    }

    @Test func picturesHaveWordsAndNoStyle() {
        let tiles = Division.cities.enumerated().map { place, city in
            TileMap.Tile(
                city: city, value: Int64(place * 1_000), text: "<\(place)>", address: "/figures?a=\(place)&b")
        }
        for language in [Language.chinese, .english] {
            let map = TileMap(tiles: tiles, language: language)
            let chart = Chart(
                name: "m", title: "A & B", description: "words", map, hasLinks: true)
            let text = String(decoding: chart.svg.bytes, as: UTF8.self)
            #expect(text.contains("<title id=\"m-title\">A &amp; B</title>") && text.contains("<desc"))
            #expect(!text.contains("style=") && text.contains("&lt;3&gt;"))
            #expect(text.split(separator: "<a href").count == 15)
        }
        let bars = BarChart(
            bars: [
                .init(name: "一", value: nil, text: "–"), .init(name: "二", value: 30, text: "30", limit: 20),
            ]
        ) { String($0) }
        #expect(String(decoding: bars.content.bytes, as: UTF8.self).contains("bar over"))
        let months = MonthChart(
            months: ["2017-01"], series: [.init(name: "a", values: [-5]), .init(name: "b", values: [0])],
            style: .lines
        ) { String($0) }
        #expect(!months.content.isEmpty)
    }
}

private struct Congruence: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 33
    }
}
