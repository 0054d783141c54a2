package io.natsevents;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who may know whom, and for the habits of Spring Boot's auto-configuration.
 */
@AnalyzeClasses(packages = "io.natsevents", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.natsevents.";

	/** What each room may import of ours; a room that is not named does not exist yet. */
	private static final Map<String, List<String>> ROOMS = rooms();

	private static Map<String, List<String>> rooms() {
		Map<String, List<String>> rooms = new TreeMap<>();
		rooms.put("event", List.of());
		rooms.put("connection", List.of("event"));
		rooms.put("stream", List.of("connection"));
		rooms.put("publish", List.of("event", "connection"));
		rooms.put("deadletter", List.of("event", "connection", "stream", "publish"));
		rooms.put("listen", List.of("event", "connection", "stream", "publish", "deadletter"));
		rooms.put("replay", List.of("event", "connection", "stream", "publish", "deadletter", "listen"));
		rooms.put("observe", List.of("event", "connection", "stream", "publish", "deadletter", "listen", "replay"));
		rooms.put("autoconfigure", List.of("event", "connection", "stream", "publish", "deadletter", "listen", "replay",
				"observe", "test"));
		rooms.put("test", List.of());
		return rooms;
	}

	@ArchTest
	static void everyRoomIsInTheTable(JavaClasses classes) {
		Set<String> packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
		assertThat(packages)
			.containsExactlyInAnyOrderElementsOf(ROOMS.keySet().stream().map((room) -> ROOT + room).toList());
	}

	@ArchTest
	static void roomsImportWhatTheTableAllows(JavaClasses classes) {
		ROOMS.forEach((room, allowed) -> {
			String[] others = ROOMS.keySet()
				.stream()
				.filter((other) -> !other.equals(room) && !allowed.contains(other))
				.map((other) -> ROOT + other + "..")
				.toArray(String[]::new);
			if (others.length > 0) {
				noClasses().that()
					.resideInAPackage(ROOT + room + "..")
					.should()
					.dependOnClassesThat()
					.resideInAnyPackage(others)
					.because("room '" + room + "' may know " + allowed + " only")
					.check(classes);
			}
		});
	}

	@ArchTest
	static final ArchRule roomsHaveNoCycles = SlicesRuleDefinition.slices()
		.matching(ROOT + "(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule onlyAutoconfigureKnowsAutoConfiguration = noClasses().that()
		.resideOutsideOfPackage(ROOT + "autoconfigure..")
		.should()
		.dependOnClassesThat(resideInAnyPackage("org.springframework.boot.autoconfigure..",
				"org.springframework.boot..autoconfigure..")
			.and(not(resideInAPackage("org.springframework.boot.autoconfigure.service.connection"))));

	@ArchTest
	static final ArchRule onlyConnectionDetailsAreConnectionDetails = noClasses().that()
		.resideOutsideOfPackages(ROOT + "autoconfigure..", ROOT + "test..")
		.and()
		.doNotHaveSimpleName("NatsConnectionDetails")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot.autoconfigure.service.connection");

	@ArchTest
	static final ArchRule onlyObserveAndAutoconfigureKnowMetersAndHealth = noClasses().that()
		.resideOutsideOfPackages(ROOT + "observe..", ROOT + "autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer..", "org.springframework.boot.health..");

	@ArchTest
	static void everyPackageIsNullMarked(JavaClasses classes) {
		for (JavaClass type : classes) {
			JavaPackage room = type.getPackage();
			assertThat(room.isAnnotatedWith(NullMarked.class)).as(room.getName() + " has @NullMarked").isTrue();
		}
	}

	@ArchTest
	static final ArchRule namesSayWhatThingsAre = noClasses().should()
		.haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Base|Common)(\\$.*)?");

	@ArchTest
	static final ArchRule caseIsChangedInAnExplicitLocale = noClasses().should()
		.callMethod(String.class, "toLowerCase")
		.orShould()
		.callMethod(String.class, "toUpperCase");

	@ArchTest
	static final ArchRule loggingIsByCommonsLogging = noClasses().that()
		.doNotHaveSimpleName("LogbackErrorRecording")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.util.logging..", "org.slf4j..", "ch.qos.logback..", "org.apache.logging..");

	/**
	 * Everything else waits for a condition, so that it can be woken up. Provisioning
	 * pauses between attempts and is interrupted; the test module polls.
	 */
	@ArchTest
	static final ArchRule nothingSleeps = noClasses().that()
		.resideOutsideOfPackage(ROOT + "test..")
		.and()
		.doNotHaveSimpleName("RetryWindow")
		.should()
		.callMethod(Thread.class, "sleep", long.class)
		.orShould()
		.callMethod(TimeUnit.class, "sleep", long.class);

	/**
	 * Somebody may set it, by hours, at any time. Where it is needed, because others tell
	 * times by it, a {@link java.time.Clock} is passed.
	 */
	@ArchTest
	static final ArchRule nothingReadsTheWallClockButWhatStampsEvents = noClasses().that()
		.resideOutsideOfPackage(ROOT + "test..")
		.and()
		.doNotHaveSimpleName("EventIdGenerator")
		.and()
		.doNotHaveSimpleName("Event")
		.should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Instant.class, "now");

	@ArchTest
	static final ArchRule nothingIsWiredByField = noFields().should().beAnnotatedWith(Autowired.class);

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration")
		.andShould(haveNoPublicMembers());

	@ArchTest
	static final ArchRule configurationsAreNotPublicAndNotProxied = classes().that()
		.areAnnotatedWith(Configuration.class)
		.should()
		.notBePublic()
		.andShould(haveNoPublicMembers())
		.andShould(new ArchCondition<>("set proxyBeanMethods to false") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean proxied = type.getAnnotationOfType(Configuration.class).proxyBeanMethods();
				events.add(new SimpleConditionEvent(type, !proxied, type.getName() + " proxies its bean methods"));
			}

		});

	private static ArchCondition<JavaClass> haveNoPublicMembers() {
		return new ArchCondition<>("have no public members") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				type.getMembers()
					.stream()
					.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC))
					.forEach((member) -> events
						.add(SimpleConditionEvent.violated(member, member.getFullName() + " is public")));
			}

		};
	}

	@ArchTest
	static final ArchRule conditionsOnClassesAreOnClasses = noMethods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.beAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	static final ArchRule beanMethodsArePackagePrivate = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePackagePrivate();

	@ArchTest
	static final ArchRule beansAreOfTypesThatCanBeNamed = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notHaveRawReturnType(DescribedPredicate.describe("private",
				(JavaClass type) -> type.getModifiers().contains(JavaModifier.PRIVATE)));

	@ArchTest
	static final ArchRule postProcessorsAreMadeByStaticMethods = methods().that()
		.areAnnotatedWith(Bean.class)
		.and()
		.haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
			.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class)))
		.should()
		.beStatic()
		.andShould(new ArchCondition<>("inject lazily") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				method.getRawParameterTypes()
					.stream()
					.filter(not(name("org.springframework.beans.factory.ObjectProvider")))
					.forEach((type) -> events.add(SimpleConditionEvent.violated(method,
							method.getFullName() + " makes " + type.getName() + " too early")));
			}

		});

	@ArchTest
	static final ArchRule missingBeanConditionsDoNotRepeatTheReturnType = methods().that()
		.areAnnotatedWith(ConditionalOnMissingBean.class)
		.should(new ArchCondition<>("not repeat the return type") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				Collection<Class<?>> types = Arrays
					.asList(method.getAnnotationOfType(ConditionalOnMissingBean.class).value());
				boolean repeated = types.size() == 1 && types.stream()
					.allMatch((type) -> type.getName().equals(method.getRawReturnType().getName()));
				events.add(new SimpleConditionEvent(method, !repeated,
						method.getFullName() + " repeats its return type in @ConditionalOnMissingBean"));
			}

		});

	@ArchTest
	static final ArchRule conditionsAreNotPublic = classes().that()
		.areAssignableTo(Condition.class)
		.should()
		.notBePublic()
		.allowEmptyShould(true);

}
