package io.livetls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livetls.testing.CertificateAuthority;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandleNamesTest {
    private static final CertificateAuthority CA = CertificateAuthority.create("CA");

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final List<LiveTls> built = new ArrayList<>();

    @AfterEach
    void closeAll() {
        Thread.currentThread().setContextClassLoader(before);
        built.forEach(LiveTls::close);
    }

    @Test
    void aHandleIsFoundByTheNameThatWasSet() {
        LiveTls orders = named("orders");
        LiveTls stock = named("stock");
        assertThat(HandleNames.find("orders")).isSameAs(orders);
        assertThat(HandleNames.find("stock")).isSameAs(stock);
    }

    @Test
    void anUnknownNameIsAnErrorThatListsTheOpenOnes() {
        named("stock");
        named("orders");
        HandleNames.reference(unnamed());
        assertThatThrownBy(() -> HandleNames.find("order"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "no open handle has the name 'order' (open: orders, stock). Build one with"
                                + " LiveTls.builder().name(\"order\") before it is looked for, and keep it open while it is used");
    }

    @Test
    void aHandleWithoutANameIsFoundByItsReferenceOnly() {
        LiveTls tls = unnamed();
        assertThatThrownBy(() -> HandleNames.find("livetls")).hasMessageContaining("none that is open has a name");
        assertThat(HandleNames.find(HandleNames.reference(tls))).isSameAs(tls);
        assertThat(HandleNames.reference(tls)).isEqualTo(HandleNames.reference(tls));
    }

    @Test
    void aReferenceTellsHandlesOfOneNameApart() {
        LiveTls first = named("orders");
        LiveTls second = named("orders");
        assertThat(HandleNames.find(HandleNames.reference(first))).isSameAs(first);
        assertThat(HandleNames.find(HandleNames.reference(second))).isSameAs(second);
    }

    @Test
    void aClosedHandleIsNotFoundAnyMore() {
        LiveTls tls = named("orders");
        String reference = HandleNames.reference(tls);
        tls.close();
        assertThatThrownBy(() -> HandleNames.find("orders")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> HandleNames.find(reference)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> HandleNames.reference(tls))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("orders is closed");
        LiveTls next = named("orders");
        assertThat(HandleNames.find("orders")).isSameAs(next);
    }

    @Test
    void aHandleThatWasNotBuiltLeavesNoName() {
        assertThatThrownBy(() ->
                        LiveTls.builder().name("orders").trust("/no/such/file").build())
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> HandleNames.find("orders")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoOpenHandlesOfOneNameAreAnErrorAtTheLookUp() {
        named("orders");
        named("orders");
        assertThatThrownBy(() -> HandleNames.find("orders"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "2 open handles have the name 'orders', and the thread's context class loader doesn't tell"
                                + " which one is meant. Give each a name of its own, or close the one that isn't used any more");
    }

    @Test
    void ofTwoApplicationsWithOneNameEachFindsItsOwn() {
        ClassLoader server = new URLClassLoader(new URL[0], before);
        ClassLoader shop = new URLClassLoader(new URL[0], server);
        ClassLoader shopPage = new URLClassLoader(new URL[0], shop);
        ClassLoader office = new URLClassLoader(new URL[0], server);
        LiveTls ofServer = under(server);
        LiveTls ofShop = under(shop);
        LiveTls ofOffice = under(office);

        assertThat(foundUnder(shop)).isSameAs(ofShop);
        assertThat(foundUnder(shopPage)).isSameAs(ofShop);
        assertThat(foundUnder(office)).isSameAs(ofOffice);
        assertThat(foundUnder(server)).isSameAs(ofServer);
        assertThatThrownBy(() -> foundUnder(before)).hasMessageContaining("3 open handles");
    }

    @Test
    void aThreadWithoutAContextClassLoaderFindsAHandleThatIsAloneInItsName() {
        LiveTls tls = under(new URLClassLoader(new URL[0], before));
        assertThat(foundUnder(null)).isSameAs(tls);
    }

    @Test
    void neitherAClassLoaderNorAClosedHandleIsKept() {
        collected(underALoaderThatNobodyKeeps());
        collected(closedHandle());
    }

    private WeakReference<ClassLoader> underALoaderThatNobodyKeeps() {
        ClassLoader loader = new URLClassLoader(new URL[0], before);
        under(loader);
        return new WeakReference<>(loader);
    }

    private static WeakReference<LiveTls> closedHandle() {
        LiveTls tls = builder().name("closed").build();
        HandleNames.reference(tls);
        tls.close();
        return new WeakReference<>(tls);
    }

    /** The deadline is a number of collections. */
    private static void collected(Reference<?> reference) {
        for (int i = 0; i < 100 && !reference.refersTo(null); i++) {
            System.gc();
        }
        assertThat(reference.refersTo(null)).isTrue();
    }

    private LiveTls under(ClassLoader loader) {
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return named("orders");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private LiveTls foundUnder(@Nullable ClassLoader loader) {
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return HandleNames.find("orders");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private LiveTls named(String name) {
        return keep(builder().name(name).build());
    }

    private LiveTls unnamed() {
        return keep(builder().build());
    }

    private LiveTls keep(LiveTls tls) {
        built.add(tls);
        return tls;
    }

    private static LiveTls.Builder builder() {
        return LiveTls.builder().trustCertificates(List.of(CA.certificate()));
    }
}
