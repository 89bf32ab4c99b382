namespace Winnow.Data.Marketplace.Internals;

/// <summary>What a session begins with.</summary>
internal static class Habits
{
    private const double UsualDeviceShare = 0.8, SameIntentShare = 0.6;

    /// <summary>The usual device four times in five, else any.</summary>
    internal static Device DrawDevice(MarketplaceWorld world, int user, Draws draws) =>
        draws.Uniform() < UsualDeviceShare ? world.Users.UsualDevice(user) : (Device)draws.Below(3);

    /// <summary>The intent of the last session three times in five, else a new one; −1 stands for "no session yet".</summary>
    internal static int DrawIntent(int last, PageComposer composer, Draws draws) =>
        last >= 0 && draws.Uniform() < SameIntentShare ? last : composer.DrawCategory(draws);
}
