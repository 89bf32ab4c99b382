namespace Winnow.Training.Scoring;

/// <summary>How the agreement of two rankers is measured.</summary>
public sealed record RankAgreementOptions
{
    /// <summary>Items that both order for each user, drawn from those he has not taken. Default 500.</summary>
    public int Candidates { get; init; } = 500;

    /// <summary>The teacher's best items, which the student shall keep; at least 1. Default 20.</summary>
    public int TeacherTop { get; init; } = 20;

    /// <summary>How many the student keeps; at least <see cref="TeacherTop"/>. Default 100.</summary>
    public int StudentTop { get; init; } = 100;

    /// <summary>Users asked, drawn from those of the test part; all if there are fewer. Default 1,000.</summary>
    public int Users { get; init; } = 1000;

    /// <summary>Seed of users and candidates. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    internal RankAgreementOptions Validate()
    {
        if (TeacherTop >= 1 && StudentTop >= TeacherTop && Candidates >= StudentTop && Users >= 1) return this;
        throw new ArgumentException(
            $"The best {TeacherTop} of the teacher among the best {StudentTop} of the student of {Candidates} candidates, for {Users} users: expected 1 ≤ the first ≤ the second ≤ the third, and at least one user.");
    }
}
