using Winnow.Serving.ConsoleApi;

namespace Winnow.Console.Tests.Api;

public sealed class ReportTicketsTests
{
    private readonly HandClock _clock = new();

    [Fact]
    public void Redeem_WithinTwoMinutes_GivesTheFileAsOftenAsAsked()
    {
        ReportTickets tickets = new(_clock);
        string ticket = tickets.Issue("a/report.html");
        _clock.Now += TimeSpan.FromSeconds(119);
        Assert.Equal("a/report.html", tickets.Redeem(ticket));
        Assert.Equal("a/report.html", tickets.Redeem(ticket));
        _clock.Now += TimeSpan.FromSeconds(2);
        Assert.Null(tickets.Redeem(ticket));
    }

    [Fact]
    public void Issue_ManyTimes_ForgetsTheOthersRatherThanGrow()
    {
        ReportTickets tickets = new(_clock);
        string first = tickets.Issue("first");
        string[] later = [.. Enumerable.Range(0, 1000).Select(i => tickets.Issue($"{i}"))];
        Assert.Equal(later.Length, later.Distinct().Count());
        Assert.Null(tickets.Redeem(first));
        Assert.Equal("999", tickets.Redeem(later[^1]));
        Assert.InRange(later.Count(t => tickets.Redeem(t) is not null), 1, 256);
    }

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
